"""How the engines of one machine are set up."""

from base64 import urlsafe_b64decode

from devstack.engines.apache_kafka import new_cluster_id


def test_a_cluster_id_is_a_uuid_that_no_command_takes_for_an_option() -> None:
    ids = {new_cluster_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert {len(urlsafe_b64decode(f"{cluster_id}==")) for cluster_id in ids} == {16}
    assert {cluster_id[0] for cluster_id in ids} == {"A"}
