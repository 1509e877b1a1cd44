"""What a text is found by, and what a query asks for: pure."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_core.domain.search.folding import fold
from chat_core.domain.search.query import MAX_PIECES, parse_query
from chat_core.domain.search.terms import SearchText, search_text


def found(text: str | list[str], query: str) -> bool:
    """Whether every piece of a query occurs in one entry of these texts."""
    entry = search_text([text] if isinstance(text, str) else text)
    pieces = parse_query(query)
    return bool(pieces) and all(holds(entry, piece.terms, piece.pattern) for piece in pieces)


def holds(entry: SearchText, terms: tuple[str, ...], pattern: str | None) -> bool:
    return set(terms) <= set(entry.terms) and bool(re.search(pattern or "", entry.folded))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Shall we see a whale today?", "whale"),
        ("Shall we see a whale today?", "WHAL"),
        ("Shall we see a whale today?", "w"),
        ("Søren Ødegård", "soren odegard"),
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Đorđe Đurić", "dorde duric"),
        ("Işık Yıldız", "isik yildiz"),
        ("Işık Yıldız", "IŞIK"),
        ("İpek", "ipek"),
        ("Zoë Weiß", "zoe weiss"),
        ("Guðrún Þórsdóttir", "gudrun thorsdottir"),
        ("Nguyễn Thị Hằng", "nguyen thi hang"),
        ("Αθήνα το πρωί", "αθηνα"),
        ("Йошкар-Ола, съёмка", "иошкар съемка"),
        ("予約の時間を変更したいです", "変更"),
        ("予約の時間を変更したいです", "時間を変更"),
        ("我们想改到星期六上午", "星期六"),
        ("我们想改到星期六上午", "六"),
        ("ขอเปลี่ยนเวลาจองเป็นวันเสาร์", "วันเสาร์"),
        ("田中太郎", "太郎"),
        ("예약을 변경하고 싶어요", "변경"),
        ("東京2026年", "2026"),
        ("iPhone変更", "iphone変更"),
        ("ｶﾔｯｸ体験", "カヤック"),
        ("مُحَمَّد علي", "محمد"),
        ("محمد علي", "مُحَمَّد"),
        ("أحمد إلى المدينة", "احمد الي"),
        ("שָׁלוֹם לכולם", "שלום"),
        ("हमें नाव की सवारी", "नाव"),
        ("Bitte die Bootsführerscheinprüfung", "bootsfuhrerscheinpruf"),
        ("Mr O'Neil says hello", "O'Neil"),
        ("Mr O’Neil says hello", "O'Neil"),
        ("Mr O'Neil says hello", "oneil"),
        ("Mr O'Neil says hello", "neil"),
        ("we don't know", "dont"),
        ("ana_pereira7.silva-x7+trip@mail-7.example.com", "pereira7"),
        ("ana_pereira7.silva-x7+trip@mail-7.example.com", "@mail-7"),
        ("ana_pereira7.silva-x7+trip@mail-7.example.com", "x7+trip"),
        ("ana_pereira7.silva-x7+trip@mail-7.example.com", "mail-7.example.com"),
        ("CASE59A468D6-1", "case59a468d6-1"),
        ("CASE59A468D6-1", "case59a"),
        ("Call +351 912 345 678", "+351912345678"),
        ("Call +351 912 345 678", "912 345"),
        ("the small red boat", '"red boat"'),
        ("the small red boat", '"red boat'),
        ("the small red boat", "boat small"),
        ("soft\u00adhyphen", "softhyphen"),
        (["Quintana", "harbour tour"], "quintana tour"),
    ],
)
def test_a_text_is_found_by_what_people_type(text: str | list[str], query: str) -> None:
    assert found(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Shall we see a whale today?", "hale"),
        ("the red small boat", '"red boat"'),
        ("the redboat", '"red boat"'),
        ("the red boats", '"red boat"'),
        ("mail-7.example.org", "mail-7.example.com"),
        ("example.com mail-7", "mail-7.example.com"),
        ("更変", "変更"),
        ("Bootsführerscheinprüfung", "bootsfuhrerscheinkurs"),
        (["red", "boat"], '"red boat"'),
        ("कि", "कु"),
        ("か", "が"),
        ("anything", "+"),
        ("anything", '""'),
        ("axxb", "a.*b"),
    ],
)
def test_a_text_is_not_found_by_what_it_does_not_say(text: str | list[str], query: str) -> None:
    assert not found(text, query)


@given(st.text(max_size=60))
def test_every_text_with_a_word_is_found_by_itself(text: str) -> None:
    query = text.replace('"', " ")
    assert found(text, query) or not parse_query(query)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_of_many_words_only_the_longest_are_asked_for() -> None:
    typed = " ".join("x" * length for length in range(1, 30))

    pieces = parse_query(typed)

    assert len(pieces) == MAX_PIECES
    assert pieces[0].pattern == " " + "x" * 29
