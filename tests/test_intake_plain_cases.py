"""A table of cases of any office: which columns are found, which rows stay out and why."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from gis.errors import IntakeError
from gis.intake import plain_cases

ROWS = """\
case_enquiry_id,open_dt,closed_dt,type,neighborhood
1,2026-01-05 06:32:33,2026-01-07 09:00:00,Noise,North
2,05/02/2026,,Noise,South
3,2026-03-01,2026-02-27,Light,South
4,,2026-02-27,Light,South
5,2026-03-02,soon,Light,
6,2026-03-03,2026-03-03,,Elsewhere
"""
AREAS = "name,kind\nNorth,urban\nSouth,rural\nSouth,urban\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    return tmp_path


def test_days_are_read_in_either_way_and_hours_fall_away(folder: Path) -> None:
    rows = plain_cases.read(folder / "cases.csv").rows
    assert rows["opened"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-05", "2026-02-05", "2026-03-03"]
    assert rows["closed"].isna().tolist() == [False, True, False]
    assert rows["place"].tolist() == ["North", "South", "Elsewhere"]
    assert rows["category"].isna().tolist() == [False, False, True]


def test_each_row_that_stays_out_is_counted_once(folder: Path) -> None:
    told = plain_cases.read(folder / "cases.csv").left_out
    assert told == {"no_opening": 1, "no_day": 1, "closed_before": 1}


def test_a_place_that_is_not_among_the_areas_is_none(folder: Path) -> None:
    found = plain_cases.read(folder / "cases.csv", folder / "areas.csv")
    assert found.rows["place"].isna().tolist() == [False, False, True]
    assert found.left_out["unknown_place"] == 1
    assert found.kinds.to_dict() == {"North": "urban", "South": "rural"}


def test_a_packed_file_says_the_same_under_another_digest(folder: Path) -> None:
    packed = folder / "cases.csv.gz"
    packed.write_bytes(gzip.compress(ROWS.encode()))
    first, second = plain_cases.read(folder / "cases.csv"), plain_cases.read(packed)
    pd.testing.assert_frame_equal(first.rows, second.rows)
    assert len({first.digest, second.digest}) == 2


def test_semicolons_and_vietnamese_headings(tmp_path: Path) -> None:
    path = tmp_path / "vu-viec.csv"
    path.write_text("Địa bàn;Lĩnh vực;Ngày tiếp nhận;Ngày kết thúc\nXã A;Đất đai;01/02/2026;\n", encoding="utf-8-sig")
    rows = plain_cases.read(path).rows
    assert rows.iloc[0].tolist()[2:] == ["Đất đai", "Xã A"]


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    days = pd.to_datetime(["2026-01-05", "2026-02-06"])
    pd.DataFrame({"opened": days, "closed": [days[1], None], "category": "x", "place": "North"}).to_excel(
        path, index=False, engine="xlsxwriter"
    )
    rows = plain_cases.read(path).rows
    assert rows["opened"].tolist() == list(days)
    assert rows["closed"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("opened,closed,category\n2026-01-01,,x\n", "thiếu cột place"),
        ("opened,closed,category,place\n,,x,North\n", "1 dòng"),
        ('opened,closed,category,place\n2026-01-01,,x,North\n"a,b,c\n', "Không đọc được"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(IntakeError) as refused:
        plain_cases.read(path)
    assert said in refused.value.say("vi")


def test_an_areas_file_without_names_is_refused(folder: Path) -> None:
    (folder / "areas.csv").write_text("size,kind\n1,urban\n", encoding="utf-8")
    with pytest.raises(IntakeError) as refused:
        plain_cases.read(folder / "cases.csv", folder / "areas.csv")
    assert "areas.csv" in refused.value.say("vi")
