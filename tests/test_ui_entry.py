"""Recording a dialogue and its commitments on the page, correcting a commitment, and who may do so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.errors import StoreError
from gis.records.batch import Batch
from gis.records.entities import ENTITIES
from gis.records.store import open_store
from gis.scope import Role, Scope
from gis.settings import Settings
from gis.ui import dialogue_form, process
from tests import city
from tests.test_ui_dialogues import COMING, said
from tests.test_ui_shell import opened


@pytest.fixture
def meeting_office(drawn_office: Settings) -> Settings:
    """The drawn city with two dialogues that are announced."""
    open_store(drawn_office).append(Batch({"dialogue": city.frame("dialogue", COMING)}, source="meetings"))
    return drawn_office


def page(form: str, part: str = "dialogues", language: str = "vi") -> AppTest:
    app = opened("dialogues.py", as_of="2026-09-30", part=part, lang=language)
    next(toggle for toggle in app.toggle if form in toggle.label).set_value(True).run()
    assert not app.exception
    return app


def fill(app: AppTest, name: str, **values: Any) -> AppTest:
    """Fill in fields of a form, by the names of the declaration; a code is picked as it is read."""
    for field, value in values.items():
        key = f"vi:{name}:0:{field.replace('__', ':')}"
        kinds: dict[type, Any] = {dt.date: app.date_input, int: app.number_input}
        if type(value) in kinds:
            kinds[type(value)](key=key).set_value(value)
        elif field in ("notice_number", "minutes_number", "proof"):
            app.text_input(key=key).set_value(value)
        else:
            app.selectbox(key=key).set_value(value)
        app.run()
    return app


def save(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label in {"Ghi nhận", "Record"}).click().run()
    assert not app.exception
    return app


def told(app: AppTest) -> str:
    return " | ".join(each.value for each in (*app.success, *app.warning))


def kept(office: Settings, entity: str, code: str) -> dict[str, Any]:
    situation = process.situation_on(city.AS_OF)
    row = situation.snapshot[entity].loc[code]
    return {name: row[name] for name in ENTITIES[entity].names if name in row and row.notna()[name]}


NEW = {"kind": "complaint", "ward": "00001"}
HELD = {"announced_on": dt.date(2026, 9, 20), "held_on": dt.date(2026, 9, 28), "invited": 4, "present": 3}
LATER = {"project": "P1", "case": "K1", "chair": "party_secretary", "result": "partly"}


def test_a_dialogue_and_its_commitments_are_recorded_together_and_shown_at_once(meeting_office: Settings) -> None:
    app = fill(page("Ghi nhận đối thoại"), "dialogue", **NEW, **HELD, **LATER)
    app = fill(app, "promise", notice_number="12/TB-UBND", notice_on=dt.date(2026, 9, 29), kind__0="payment",
               due__0=dt.date(2026, 10, 20), kind__2="review")  # fmt: skip
    before = len(open_store(meeting_office).batches())
    app = save(app)
    assert "Đã ghi nhận cuộc đối thoại DT-" in told(app)
    assert "và 2 kết luận, cam kết" in told(app)
    batches = open_store(meeting_office).batches()
    assert len(batches) == before + 1
    assert batches["kind"].iloc[-1] == "form"
    code = told(app).split("cuộc đối thoại ")[1].split(" ")[0]
    assert code in said(app)
    assert "Đối thoại giải quyết khiếu nại " + code + " Phường An Đường vành đai Vẽ K1 Bí thư cấp ủy 3/4" in said(app)
    assert app.selectbox(key="vi:dialogue:1:kind").value is None, "the form stands empty again"
    app.segmented_control(key="vi:part").set_value("commitments").run()
    assert "12/TB-UBND 29/09/2026 Chi trả tiền" in said(app)
    assert f"Đường vành đai Vẽ · K1 · {code}" in said(app)


def test_what_was_recorded_is_undone_as_any_batch(meeting_office: Settings) -> None:
    app = save(fill(page("Ghi nhận đối thoại"), "dialogue", **NEW, **HELD))
    code = told(app).split("cuộc đối thoại ")[1].split(" ")[0]
    store = open_store(meeting_office)
    store.withdraw(int(store.batches()["id"].iloc[-1]))
    assert code not in said(app.run())


def test_the_result_of_an_announced_dialogue_keeps_what_was_known_of_it(meeting_office: Settings) -> None:
    app = page("Ghi nhận đối thoại")
    app.segmented_control(key="vi:dialogue_mode").set_value("result").run()
    minutes = {"minutes_number": "31/BB-UBND", "minutes_on": dt.date(2026, 9, 12)}
    app = save(fill(app, "dialogue", code="D5", held_on=dt.date(2026, 9, 12), present=40, result="agreed", **minutes))
    assert "Đã ghi nhận cuộc đối thoại D5" in told(app)
    found = kept(meeting_office, "dialogue", "D5")
    assert found["kind"] == "conference"
    assert found["planned_for"].date() == dt.date(2026, 9, 10)
    assert (found["present"], found["minutes_number"]) == (40, "31/BB-UBND")
    assert found["planned_chair"] == "party_secretary"


def test_who_is_to_chair_is_announced_with_the_day(meeting_office: Settings) -> None:
    announced = {"announced_on": dt.date(2026, 9, 20), "planned_for": dt.date(2026, 10, 9)}
    app = save(fill(page("Ghi nhận đối thoại"), "dialogue", **NEW, **announced, planned_chair="chairman"))
    assert "Đã ghi nhận cuộc đối thoại" in told(app)
    assert "Phường An – – Chủ tịch UBND (dự kiến)" in said(app)


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        ({"ward": "00001"}, "Chưa chọn loại đối thoại"),
        ({"kind": "plan"}, "Chưa chọn xã, phường"),
        (NEW, "Chưa ghi ngày nào"),
        ({**NEW, **HELD, "minutes_number": "31/BB-UBND"}, "chưa ghi ngày biên bản"),
        ({**NEW, **HELD, "invited": 2}, "cộng lại là 3, nhiều hơn “Số hộ được mời” (2)"),
        ({**NEW, "planned_for": dt.date(2026, 10, 9), "present": 1}, "Chưa ghi ngày tổ chức"),
        ({**NEW, "announced_on": dt.date(2026, 9, 20), "held_on": dt.date(2026, 9, 1)}, "không thể trước"),
        ({"kind": "plan", "ward": "00003", "project": "P2", "announced_on": dt.date(2026, 9, 20)}, ""),
    ],
)
def test_what_does_not_hold_is_told_and_nothing_is_recorded(
    meeting_office: Settings, values: dict[str, Any], advice: str
) -> None:
    before = len(open_store(meeting_office).batches())
    app = save(fill(page("Ghi nhận đối thoại"), "dialogue", **values))
    if advice:
        assert advice in told(app)
        assert len(open_store(meeting_office).batches()) == before
        assert app.selectbox(key="vi:dialogue:0:kind").value == values.get("kind"), "what was filled in stays"
    else:
        assert len(open_store(meeting_office).batches()) == before + 1


def test_more_present_than_a_recorded_invitation_says_is_told(meeting_office: Settings) -> None:
    app = page("Ghi nhận đối thoại")
    app.segmented_control(key="vi:dialogue_mode").set_value("result").run()
    app = save(fill(app, "dialogue", code="D4", held_on=dt.date(2026, 9, 28), present=2, absent_minuted=2))
    assert "cộng lại là 4, nhiều hơn “Số hộ được mời” (3)" in told(app)


@pytest.mark.parametrize(
    ("body", "advice"), [("Sở Vẽ bản đồ", "và 1 kết luận"), ("ông Nguyễn Văn Vẽ", "thông tin cá nhân")]
)
def test_a_body_that_nobody_named_before_may_be_typed(
    meeting_office: Settings, monkeypatch: pytest.MonkeyPatch, body: str, advice: str
) -> None:
    # AppTest cannot type into a list: the body stands in it, as it does once it was typed
    monkeypatch.setattr(dialogue_form, "known_bodies", lambda _: [body])
    app = fill(page("Ghi nhận đối thoại"), "dialogue", **NEW, **HELD)
    assert app.selectbox(key="vi:promise:0:leading_body:0").proto.accept_new_options
    app = save(fill(app, "promise", notice_on=dt.date(2026, 9, 29), kind__0="payment", leading_body__0=body))
    assert advice in told(app)
    bodies = process.situation_on(city.AS_OF).snapshot["commitment"]["leading_body"].astype("object")
    assert (body in set(bodies)) == ("Sở" in body)


def test_a_name_in_a_number_is_refused_and_takes_the_dialogue_with_it(meeting_office: Settings) -> None:
    before = len(open_store(meeting_office).batches())
    app = fill(page("Ghi nhận đối thoại"), "dialogue", **NEW, **HELD)
    app = save(fill(app, "promise", notice_number="ông Nguyễn Văn Vẽ", kind__0="payment"))
    assert "có vẻ là thông tin cá nhân" in told(app)
    assert "Nguyễn" not in told(app)
    assert len(open_store(meeting_office).batches()) == before


def test_a_second_dialogue_of_the_same_kind_place_and_day_is_asked_about(meeting_office: Settings) -> None:
    app = save(fill(page("Ghi nhận đối thoại"), "dialogue", **NEW, **HELD))
    before = len(open_store(meeting_office).batches())
    for field, value in {**NEW, **HELD}.items():
        widget = {dt.date: app.date_input, int: app.number_input}.get(type(value), app.selectbox)
        widget(key=f"vi:dialogue:1:{field}").set_value(value)
        app.run()
    app = save(app)
    assert "Đã có cuộc đối thoại cùng loại" in told(app)
    assert len(open_store(meeting_office).batches()) == before


def test_a_commitment_is_kept_with_its_proof(meeting_office: Settings) -> None:
    app = page("Cập nhật kết luận", part="commitments")
    app = save(fill(app, "commitment", code="C1", kept_on=dt.date(2026, 9, 30), proof="45/BC-UBND"))
    assert "Đã cập nhật kết luận, cam kết C1" in told(app)
    found = kept(meeting_office, "commitment", "C1")
    assert found["proof"] == "45/BC-UBND"
    assert found["project"] == "P1"
    assert found["due"].date() == dt.date(2026, 9, 29)
    assert "Quá hạn, chưa hoàn thành 0 trên 2 chưa hoàn thành" in said(app)


def test_a_commitment_is_put_off(meeting_office: Settings) -> None:
    app = page("Cập nhật kết luận", part="commitments")
    put_off = {"extended_on": dt.date(2026, 9, 28), "extended_to": dt.date(2026, 12, 1)}
    app = save(fill(app, "commitment", code="C1", **put_off))
    assert "Đã gia hạn C1" in said(app)


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        ({}, "Chưa chọn kết luận, cam kết"),
        ({"code": "C1"}, "Chưa ghi nội dung nào"),
        ({"code": "C1", "proof": "45/BC"}, "chưa ghi ngày hoàn thành"),
        ({"code": "C1", "extended_to": dt.date(2026, 12, 1)}, "cả ngày gia hạn và hạn mới"),
        ({"code": "C1", "kept_on": dt.date(2026, 7, 1)}, "01/08/2026"),
        (
            {"code": "C1", "extended_on": dt.date(2026, 9, 1), "extended_to": dt.date(2026, 9, 28)},
            "“Gia hạn đến” không thể trước “Hạn thực hiện” (29/09/2026)",
        ),
    ],
)
def test_a_correction_that_does_not_hold_is_told(meeting_office: Settings, values: dict[str, Any], advice: str) -> None:
    before = len(open_store(meeting_office).batches())
    app = save(fill(page("Cập nhật kết luận", part="commitments"), "commitment", **values))
    assert advice in told(app)
    assert len(open_store(meeting_office).batches()) == before


@pytest.mark.parametrize("role", ["viewer", "leader", "admin"])
def test_who_may_not_record_sees_no_form(meeting_office: Settings, monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    for part in ("dialogues", "commitments"):
        app = opened("dialogues.py", as_of="2026-09-30", part=part)
        assert not [toggle for toggle in app.toggle if "nhận đối thoại" in toggle.label or "Cập nhật" in toggle.label]


def test_whoever_lost_the_role_while_the_form_stood_open_records_nothing(
    meeting_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fill(page("Ghi nhận đối thoại"), "dialogue", **NEW, **HELD)
    before = len(open_store(meeting_office).batches())
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "leader"))
    save(app)
    assert len(open_store(meeting_office).batches()) == before


def test_an_officer_of_one_ward_records_for_that_ward(
    meeting_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", frozenset({"00003"}), "officer"))
    assert page("Ghi nhận đối thoại").selectbox(key="vi:dialogue:0:ward").options == ["Xã Cát"]


def test_a_store_that_cannot_be_written_to_gives_advice(
    meeting_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fill(page("Ghi nhận đối thoại"), "dialogue", **NEW, **HELD)
    monkeypatch.setattr(process, "record", _refused)
    app = save(app)
    assert "chỉ cho đọc" in told(app)
    assert app.selectbox(key="vi:dialogue:0:kind").value == "complaint"


def _refused(batch: Batch, may: process.May) -> None:
    raise StoreError("records.read_only", where="landmap.db")


def test_english(meeting_office: Settings) -> None:
    app = save(page("Record a dialogue", language="en"))
    assert "Choose the kind of dialogue." in told(app)


def test_a_first_dialogue_can_be_recorded_where_there_is_none(office: Settings) -> None:
    app = opened("dialogues.py")
    next(toggle for toggle in app.toggle if "Ghi nhận đối thoại" in toggle.label).set_value(True).run()
    assert not app.exception
