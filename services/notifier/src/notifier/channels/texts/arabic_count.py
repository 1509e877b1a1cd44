"""Arabic counts in six forms; zero and the hundreds take the form of many. Pure.

Digits are 0 to 9, as CLDR writes plain `ar` and as the pages do: every Arabic country reads them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """`few` and `many` have a place for the number: `{} رسائل`."""

    one: str
    two: str
    few: str
    many: str


def arabic_count(number: int, forms: Forms) -> str:
    """Source: Unicode CLDR, plural rules of `ar`."""
    if number == 1:
        return forms.one
    if number == 2:
        return forms.two
    form = forms.few if 3 <= number % 100 <= 10 else forms.many
    return form.format(number)
