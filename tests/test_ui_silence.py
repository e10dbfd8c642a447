"""Where officials should go and ask: what the part says, what it hides, and that it blames nobody."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from gis.access import people
from gis.insight import silence
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import downloads, silence_panel
from gis.ui.here import Here
from gis.view import Sheet, View
from tests import city
from tests.test_insight_silence import AN, BINH, CAT, DONG, made
from tests.test_ui_shell import opened, text

HEARD: dict[str, int] = {AN: 14, BINH: 14, CAT: 2}
HOUSEHOLDS = {AN: 60, BINH: 60, CAT: 60, DONG: 20}


def said(**query: str) -> str:
    app = opened("dialogues.py", part="outreach", **({"as_of": "2026-09-30"} | query))
    assert not app.exception
    return " ".join(text(app).split())


@pytest.fixture
def quiet_office(drawn_office: Settings) -> Settings:
    """The drawn city with sixty more households in Xã Cát, which has one case and no contact."""
    files: list[dict[str, Any]] = [
        {"code": f"Q{n}", "project": "P2", "ward": CAT, "notified_on": "2025-06-01"} for n in range(60)
    ]
    sitting = [{"code": "R9", "ward": CAT, "held_on": "2026-01-05", "state": "held"}]
    frames = {"household_file": city.frame("household_file", files), "reception": city.frame("reception", sitting)}
    open_store(drawn_office).append(Batch(frames, source="quiet"))
    return drawn_office


def test_a_ward_is_named_with_reasons_in_words(quiet_office: Settings) -> None:
    shown = said()
    assert "Chưa đủ thông tin, nên chủ động tiếp xúc" in shown
    assert "1 trong 1 xã, phường có từ 50 hộ đang giải phóng mặt bằng trở lên" in shown
    # Phường An has three cases and three affected households: 61 × 3 / 3
    assert "Xã Cát ít vụ việc hơn nhiều so với mức chung; quá 90 ngày chưa ghi nhận tiếp xúc 61 1 61 268" in shown
    assert "Khu đô thị Cát" in shown


def test_it_is_neither_calm_nor_blame(quiet_office: Settings) -> None:
    shown = said().lower()
    assert "ít vụ việc không có nghĩa là yên ổn" in shown
    assert not any(word in shown for word in ("vi phạm", "che giấu", "không báo cáo", "buông lỏng", "điểm nóng"))


def test_it_reads_in_english(quiet_office: Settings) -> None:
    assert "far fewer cases than elsewhere; no contact recorded for over 90 days" in said(lang="en")


def test_a_line_opens_the_sheet_and_keeps_the_view(quiet_office: Settings) -> None:
    app = opened("dialogues.py", part="outreach", as_of="2026-09-30", lang="en")
    html = " ".join(str(element.proto.body) for element in app.get("html"))
    assert 'href="./?as_of=2026-09-30&amp;sheet=ward-00003&amp;lang=en' in html
    assert 'href="./du-an?' in html
    assert "part=outreach" not in html


def test_where_nothing_is_heavy_nothing_is_named(drawn_office: Settings) -> None:
    assert "Không có xã, phường nào cần nêu ở đây" in said()


def test_without_household_files_it_says_what_to_do(office: Settings) -> None:
    app = opened("dialogues.py", part="outreach")
    assert any("Nhập dữ liệu" in info.value for info in app.info)


def here() -> Here:
    return Here(View(as_of=city.AS_OF, sheet=Sheet("ward", AN)), made(HOUSEHOLDS, HEARD).situation)


def test_small_counts_are_hidden_from_viewers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    looked_at = silence.found(here().selection, "ward")
    assert looked_at is not None
    content = silence_panel.hidden(looked_at[looked_at["silent"]])
    assert content.display("vi").at[CAT, "cases"] == "<5"
    assert content.display("vi").at[CAT, "households"] == "60"


def test_the_order_tells_no_hidden_count() -> None:
    looked_at = silence.found(made({AN: 60, BINH: 70, CAT: 80}, {AN: 1, CAT: 3}), "ward")
    assert looked_at is not None
    assert list(silence_panel.ordered(looked_at).index) == [CAT, BINH, AN]


def test_wards_of_which_contact_is_unknown_are_counted_and_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    now = Here(View(as_of=city.AS_OF), made({AN: 60}, {AN: 3}, reception=[]).situation)
    parts: list[str] = []
    monkeypatch.setattr(silence_panel.st, "html", lambda body: parts.append(str(body)))
    silence_panel.draw(now)
    assert "1 xã, phường chưa từng báo cáo tiếp công dân" in " ".join(parts)
    assert "Không có xã, phường nào cần nêu ở đây" in " ".join(parts)


def test_the_file_tells_why_and_hides_small_counts_with_what_would_tell_them() -> None:
    now = here()
    looked_at = silence.found(now.selection, "ward")
    assert looked_at is not None
    make = partial(silence_panel.file_sheet, looked_at, "ward", now)
    lines = [line.split(";") for line in downloads.written(make, now, "csv").decode("utf-8-sig").splitlines()]
    cat = next(line for line in lines if line[0] == "Xã Cát")
    assert cat[1] == "ít vụ việc hơn nhiều so với mức chung"
    assert cat[2:5] == ["60", "<5", "ẩn"]


def test_each_list_is_offered_as_a_file(quiet_office: Settings) -> None:
    app = opened("dialogues.py", part="outreach", as_of="2026-09-30")
    assert len(app.get("download_button")) == 4
