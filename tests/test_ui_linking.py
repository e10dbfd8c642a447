"""The page of cases that may be one, worked as an officer works it: K1 and K7 in Phường An are alike."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.errors import StoreError
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import process
from tests import city
from tests.test_insight_linking import LIKE_K1
from tests.test_ui_shell import opened, text


@pytest.fixture
def alike(drawn_office: Settings) -> Settings:
    """The drawn city with K7, which is like K1."""
    open_store(drawn_office).append(Batch({"case": city.frame("case", [LIKE_K1])}, source="more"))
    return drawn_office


def page(**query: str) -> AppTest:
    return opened("linking.py", **{"as_of": "2026-09-30"} | query)


def press(app: AppTest, label: str) -> AppTest:
    app = next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def test_a_pair_is_shown_with_both_sides_and_its_reasons(alike: Settings) -> None:
    said = " ".join(text(page()).split())
    assert "Đủ 1 cặp" in said
    assert "K1 Khiếu nại lần đầu · Giá, đơn giá bồi thường Tổ dân phố 1, Phường An Đường vành đai Vẽ" in said
    assert "Nhận 24/08/2026, chưa giải quyết xong" in said
    assert "cùng dự án nhận cách nhau 30 ngày cùng xã, phường cùng nội dung" in said
    assert "không kết thúc đơn, vụ việc nào và không dừng thời hạn nào" in said


def test_confirming_undoing_and_rejecting(alike: Settings) -> None:
    app = press(page(), "Cùng một vụ việc")
    assert "K1 và K7 là cùng một vụ việc" in app.toast[0].value
    assert "Không có cặp vụ việc, đơn nào" in app.info[0].value
    assert "cán bộ theo dõi" in text(app)
    assert app.expander[0].label == "K1, K7 · chưa ghi cơ quan giải quyết · 30 ngày"
    app = press(app, "Hoàn tác")
    assert "Đủ 1 cặp" in text(app)
    assert not app.expander
    app = press(app, "Không phải")
    assert "Không phải cùng một vụ việc (1)" in text(app)
    kept = open_store(alike).batches()
    assert kept["kind"].tolist()[-3:] == ["form"] * 3


def test_linking_leaves_the_page_of_cases_as_it_was(alike: Settings) -> None:
    before = text(opened("cases.py", as_of="2026-09-30")).split("mã số liệu")[0]
    press(page(), "Cùng một vụ việc")
    assert text(opened("cases.py", as_of="2026-09-30")).split("mã số liệu")[0] == before


def test_filters_narrow_what_is_shown(alike: Settings) -> None:
    press(page(), "Cùng một vụ việc")
    assert page(ward="00001").expander
    assert not page(ward="00003").expander


def test_a_decision_after_the_day_of_the_figures_is_told_so(alike: Settings) -> None:
    press(page(), "Cùng một vụ việc")
    assert "sau ngày số liệu" in text(page())
    assert "ngày 30/09/2026" not in text(page()).split("Đã xem xét")[1]


def test_nothing_is_told_of_a_case_before_it_was_received(alike: Settings) -> None:
    press(page(), "Cùng một vụ việc")
    assert "K7" not in text(page(as_of="2026-08-23"))
    assert page(as_of="2026-08-24").expander


def test_the_day_of_a_decision_is_told(alike: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "today", lambda: city.AS_OF)
    app = press(page(), "Không phải")
    assert "K1 và K7: cán bộ theo dõi, ngày 30/09/2026" in text(app)


def test_whoever_sees_no_exact_counts_sees_no_pair(alike: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    press(page(), "Cùng một vụ việc")
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    app = page()
    assert "chỉ dành cho lãnh đạo và cán bộ" in app.info[0].value
    assert "K7" not in text(app)
    assert not app.expander
    assert not [button for button in app.button if button.label in {"Cùng một vụ việc", "Hoàn tác"}]


def test_an_officer_of_one_ward_sees_pairs_of_that_ward(alike: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", frozenset({"00003"}), "officer"))
    assert "K7" not in text(page())
    monkeypatch.setattr(people, "who", lambda _: Scope("99", frozenset({"00001"}), "leader"))
    app = press(page(), "Cùng một vụ việc")
    assert "lãnh đạo phụ trách địa bàn" in text(app)


def test_a_store_that_cannot_be_written_to_gives_advice(alike: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page()
    monkeypatch.setattr(process, "record", _refused)
    app = press(app, "Cùng một vụ việc")
    assert "chỉ cho đọc" in app.warning[0].value
    assert "Chưa ghi được" in app.toast[0].value
    assert "Đủ 1 cặp" in text(app)


def _refused(batch: Batch, may: process.May) -> None:
    raise StoreError("records.read_only", where="landmap.db")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_petition_without_a_case(drawn_office: Settings, language: str) -> None:
    letter = {"code": "D1", "ward": "00001", "received_on": "2026-07-25", "channel": "post"}
    open_store(drawn_office).append(Batch({"petition": city.frame("petition", [letter])}, source="more"))
    said = " ".join(text(page(lang=language)).split())
    assert ("D1 Đơn chưa gắn vụ việc" if language == "vi" else "D1 Petition without a case") in said
    assert ("Bưu chính" if language == "vi" else "By post") in said
