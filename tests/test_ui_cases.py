"""The page of cases: what it says of the drawn city, and what leaves it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from gis.insight.situation import situation
from gis.law import rules
from gis.settings import Settings
from gis.ui import cases_panel
from gis.ui.case_list import ROWS, under_way
from gis.ui.case_trend import rounded_up
from gis.ui.here import Here
from gis.view import View
from tests import city
from tests.test_ui_shell import opened, text


def page(**query: str | list[str]) -> AppTest:
    return opened("cases.py", as_of="2026-09-30", **query)


def test_the_balance_and_the_clocks_in_words(drawn_office: Settings) -> None:
    said = " ".join(text(page()).split())
    assert "Kỳ trước chuyển sang 0" in said
    assert "+ 5 thuộc thẩm quyền: 4" in said
    assert "− 1 thuộc thẩm quyền: 1" in said
    assert "= 4 thuộc thẩm quyền: 3" in said
    assert "quá hạn 30 ngày" in said
    assert "60/30 ngày" in said
    assert "hôm nay là ngày cuối" in said
    assert "không có thời hạn luật định" in said
    assert "không thuộc thẩm quyền, không tính hạn" in said
    assert "đủ 4 vụ việc" in said


def test_english(drawn_office: Settings) -> None:
    said = text(page(lang="en"))
    assert "30 days overdue" in said
    assert "Balance of cases" in said


def test_a_choice_without_cases_gives_advice(drawn_office: Settings) -> None:
    app = page(ward="00004")
    assert not app.exception
    assert "Hãy bỏ bớt điều kiện" in app.info[0].value


def test_no_more_rows_are_drawn_than_asked_for(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gis.ui.case_list.ROWS", (2, 3))
    app = page()
    assert "đang xem 2 trên 4 vụ việc, còn 2 vụ việc chưa hiện" in text(app)
    assert "K6" not in text(app)
    assert max(ROWS) == 200


def test_the_file_holds_wards_with_small_counts_hidden_and_no_case(drawn_office: Settings) -> None:
    view = View(as_of=city.AS_OF)
    now = situation(city.snapshot(), city.areas(), rules.current())
    lines = cases_panel.written(Here(view, now), "csv").decode("utf-8-sig").splitlines()
    assert lines[0] == "Vụ việc chưa giải quyết xong theo xã, phường và thời hạn"
    rows = {line.split(";")[0]: line.split(";")[1:] for line in lines}
    assert rows["Xã Đông"] == ["0"] * 8
    assert set(rows["Phường An"]) <= {"0", "<5", "ẩn"}
    assert rows["Phường An"][0] != "3"
    assert not any(code in line for line in lines for code in ("K1", "K2", "K3", "K6"))


@pytest.mark.parametrize(("value", "top"), [(0, 2), (2, 2), (3, 4), (100, 100), (101, 200), (589, 600), (922, 1000)])
def test_scales_end_on_round_numbers(value: int, top: int) -> None:
    assert rounded_up(value) == top


class _Vietnamese(Here):
    language = "vi"  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("standing", "past", "verified", "said", "style"),
    [
        ("overdue", 1, True, "quá hạn 1 ngày", "late"),
        ("past_unverified", 1, False, "quá mốc 1 ngày, chưa đối chiếu bản gốc", "grey"),
        ("overdue", 1, False, "quá mốc 1 ngày, chưa đối chiếu bản gốc", "grey"),
        ("in_time", 0, True, "hôm nay là ngày cuối", "soon"),
        ("in_time", -7, True, "sắp đến hạn, còn 7 ngày", "soon"),
        ("in_time", -8, True, "còn 8 ngày", ""),
        ("in_time", -8, False, "còn 8 ngày; chưa đối chiếu bản gốc", "grey"),
    ],
)
def test_an_unverified_clock_is_grey_and_never_red(
    office: Settings, standing: str, past: int, *, verified: bool, said: str, style: str
) -> None:
    here = _Vietnamese(None, None)  # type: ignore[arg-type]
    assert under_way(standing, past, verified=verified, here=here) == (said, style)
