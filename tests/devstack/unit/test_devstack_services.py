from pathlib import Path

import pytest

from devstack.doors import Doors
from devstack.engines.apache_kafka import Node, server_properties
from devstack.paths import CHECKOUT
from devstack.processes import StartError
from devstack.services import choose_ports


def test_ports_are_as_given_and_otherwise_free_ones() -> None:
    free = iter(range(20_001, 20_100))

    addresses = choose_ports(
        {"BOOKING_CHAT_PORTAL_PORT": "8001", "BOOKING_CHAT_DASHBOARD_PORT": "8002"},
        free_port=lambda: next(free),
        is_free=lambda _: True,
    )

    assert addresses.ports == {
        "identity": 20_001,
        "catcher": 20_002,
        "catcher-smtp": 20_003,
        "settings": 20_004,
        "chat-core": 20_005,
        "notifier": 20_006,
        "portal-gateway": 8001,
        "operator-gateway": 8002,
    }
    assert addresses.metrics_ports == {
        "identity": 20_007,
        "catcher": 20_008,
        "settings": 20_009,
        "chat-core": 20_010,
        "notifier": 20_011,
        "portal-gateway": 20_012,
        "operator-gateway": 20_013,
    }
    assert addresses.url("portal-gateway") == "http://127.0.0.1:8001"
    assert addresses.metrics_url("portal-gateway") == "http://127.0.0.1:20012"


def test_no_two_processes_get_the_same_free_port() -> None:
    free = iter([20_001, 20_001, 20_001, *range(20_002, 20_100)])

    addresses = choose_ports({}, free_port=lambda: next(free), is_free=lambda _: True)

    ports = [*addresses.ports.values(), *addresses.metrics_ports.values()]
    assert ports == list(range(20_001, 20_016))


def test_a_given_port_that_is_taken_is_named() -> None:
    free = iter(range(20_001, 20_100))

    with pytest.raises(StartError, match=r"portal-gateway .* 8001 \(BOOKING_CHAT_PORTAL_PORT\)"):
        choose_ports(
            {"BOOKING_CHAT_PORTAL_PORT": "8001"},
            free_port=lambda: next(free),
            is_free=lambda port: port != 8001,
        )


def test_kafka_listens_on_this_machine_only_and_makes_no_topics_by_itself() -> None:
    alone = Node(1, 20_001, 20_002)

    properties = server_properties(alone, [alone], Path("/data"), {}).splitlines()

    assert "listeners=PLAINTEXT://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002" in properties
    assert "auto.create.topics.enable=false" in properties
    assert "log.dirs=/data" in properties


def test_kafka_remembers_committed_offsets_for_a_year_here_and_in_compose() -> None:
    alone = Node(1, 20_001, 20_002)
    here = server_properties(alone, [alone], Path("/data"), {}).splitlines()
    in_compose = (CHECKOUT / "deploy/kafka/server.properties").read_text().splitlines()

    a_year = f"offsets.retention.minutes={365 * 24 * 60}"
    assert a_year in here
    assert a_year in in_compose


def test_the_demo_enters_by_the_doors_of_the_environment() -> None:
    doors = Doors.from_environment(
        {
            "BOOKING_CHAT_DEMO_PORTAL": "http://portal",
            "BOOKING_CHAT_DEMO_DASHBOARD": "http://dashboard",
            "BOOKING_CHAT_DEMO_IDENTITY": "http://identity",
            "BOOKING_CHAT_DEMO_KAFKA": "kafka:9092",
            "BOOKING_CHAT_DEMO_CATCHER": "http://catcher",
        }
    )

    assert doors == Doors(
        "http://portal", "http://dashboard", "http://identity", "kafka:9092", "http://catcher"
    )


def test_without_all_of_the_doors_there_are_none() -> None:
    assert Doors.from_environment({"BOOKING_CHAT_DEMO_PORTAL": "http://portal"}) is None
