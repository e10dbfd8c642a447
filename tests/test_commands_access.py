"""Roles on the command line: given, listed and revoked, with advice where that cannot be."""

from __future__ import annotations

import json

import pytest

from gis.access import granting
from gis.errors import RequestError
from gis.records import audit, grants
from gis.records.store import open_store
from gis.settings import Settings
from tests.test_command_line import refused, run


def test_a_role_is_given_listed_and_revoked(drawn_office: Settings) -> None:
    assert "Chưa ai có quyền nào" in run("access", "list").stderr
    given = run("access", "grant", "An@X.vn", "officer", "district:901", "--from", "2026-01-01", "--to", "31/12/2026")
    assert given.exit_code == 0
    assert "Đã cấp quyền số 1: an@x.vn, vai trò officer, phạm vi district:901" in given.stderr
    assert run("access", "grant", "an@x.vn", "viewer", "project:P2").exit_code == 0
    listed = run("access", "list").stdout
    assert "an@x.vn" in listed
    assert "01/01/2026  31/12/2026" in listed.replace("   ", "  ")
    assert run("access", "revoke", "1").exit_code == 0
    assert "district:901" not in run("access", "list").stdout
    assert "đã thu hồi" in run("access", "list", "--all").stdout


def test_the_list_as_json(drawn_office: Settings) -> None:
    run("access", "grant", "an@x.vn", "admin")
    [found] = json.loads(run("access", "list", "--json").stdout)["grants"]
    assert (found["person"], found["role"], found["area"], found["given_by"]) == (
        "an@x.vn",
        "admin",
        "city",
        "local",
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("an@x.vn", "boss"), "Không có vai trò “boss”. Các vai trò: viewer, leader, officer, editor, admin."),
        (("an@x.vn", "viewer", "ward:77777"), "Không có xã, phường mã 77777"),
        (("an@x.vn", "viewer", "district:999"), "Không có quận, huyện cũ mã 999"),
        (("an@x.vn", "viewer", "project:P9"), "Không có dự án mã P9"),
        (("an@x.vn", "viewer", "hamlet:1"), "“hamlet:1” không phải là phạm vi"),
        (("an@x.vn", "viewer", "city:01"), "“city:01” không phải là phạm vi"),
        (("an@x.vn", "admin", "ward:00001"), "chỉ cấp cho toàn thành phố"),
        (("An", "viewer"), "“An” không phải là địa chỉ thư điện tử"),
    ],
)
def test_what_cannot_be_given_is_said(
    drawn_office: Settings, capsys: pytest.CaptureFixture[str], line: tuple[str, ...], said: str
) -> None:
    assert said in refused(capsys, "access", "grant", *line)
    assert grants.every(open_store(drawn_office)) == ()


def test_what_is_not_there_is_not_revoked(office: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Không có quyền số 7" in refused(capsys, "access", "revoke", "7")


def test_the_areas_there_are(office: Settings) -> None:
    listed = run("access", "areas").stdout
    assert "district:901" in listed
    assert "ward:00004" in listed


def test_each_change_is_entered_in_the_trail(office: Settings) -> None:
    run("access", "grant", "an@x.vn", "viewer", "ward:00001")
    run("access", "revoke", "1")
    entered = audit.entries(open_store(office), what="access_change")
    assert [one.who.id for one in entered] == [audit.LOCAL, audit.LOCAL]
    told = {"grant": 1, "person": "an@x.vn", "role": "viewer", "area": "ward:00001"}
    assert [{name: one.details[name] for name in (*told, "change")} for one in entered] == [
        told | {"change": "taken_back"},
        told | {"change": "given"},
    ]


def test_what_was_refused_leaves_no_entry(office: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    refused(capsys, "access", "grant", "an@x.vn", "admin", "ward:00001")
    refused(capsys, "access", "revoke", "7")
    assert audit.entries(open_store(office), what="access_change") == ()


def test_the_last_administrator_stays_where_nobody_else_could_give_a_role(office: Settings) -> None:
    store = open_store(office)
    for person in ("a@x.vn", "b@x.vn"):
        grants.give(store, person, "admin", grants.CITY, by="test")
    granting.take_back(store, 1, by="test", keep_one=True)
    with pytest.raises(RequestError) as kept:
        granting.take_back(store, 2, by="test", keep_one=True)
    assert kept.value.phrase.key == "access.last_admin"
    granting.take_back(store, 2, by="test")
