"""62,165 real requests of another city, brought in as cases by a mapping: what is wrong is told, none is lost."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from gis import intake
from gis.areas import Areas
from gis.intake.knowing import present
from gis.records.entities import ENTITIES
from gis.records.store import Store, open_store
from gis.settings import Settings
from tests import city

MAPPING = """
ignored = ["case_status", "reason", "source"]

[columns]
code = "case_enquiry_id"
ward_name = "neighborhood"
received_on = "open_dt"
ended_on = "closed_dt"
subject = "type"

[constants]
case_class = "Phản ánh"
precision = "Thôn, tổ dân phố"
end_reason = "Chuyển, hướng dẫn"

[values.ward_name]
"" = "Boston"

[values.subject]
"Animal Generic Request" = "other"
"Pick up Dead Animal" = "other"
"Pest Infestation - Residential" = "infrastructure"
"Animal Found" = "other"
"Animal Lost" = "other"
"Bed Bugs" = "infrastructure"
"Animal Noise Disturbances" = "other"
"""

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def requests(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("civic") / "requests.csv"
    packed = shared / "samples" / "civic" / "boston311_animal_requests_2013_2023.csv.gz"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def neighbourhoods(path: Path) -> Areas:
    """Areas made of the neighbourhoods that the requests name, each the box of its own points."""
    frame = pd.read_csv(path, usecols=["neighborhood", "longitude", "latitude"]).dropna()
    frame = frame[frame["neighborhood"].str.strip() != ""]
    names = sorted(frame["neighborhood"].unique())
    groups = frame.groupby("neighborhood")[["longitude", "latitude"]]
    low, high = groups.min().loc[names], groups.max().loc[names]
    codes = pd.Index([f"{9000 + at:05}" for at in range(len(names))], name="ward")
    boxes = shapely.box(*(limits[name].to_numpy() for limits in (low, high) for name in ("longitude", "latitude")))
    wards = pd.DataFrame({"name": names, "full_name": names, "kind": "phường", "km2": 1.0}, index=codes)
    wards = wards.assign(label_lon=low["longitude"].to_numpy(), label_lat=low["latitude"].to_numpy())
    return Areas(
        province="25",
        province_name="Boston",
        wards=gpd.GeoDataFrame(wards, geometry=boxes, crs="EPSG:4326"),
        districts=pd.DataFrame({"name": ["Boston"]}, index=pd.Index(["901"], name="district")),
        shares=pd.DataFrame({"ward": codes, "district": "901", "share": 1.0}),
        approximate=True,
        origin="",
        digest="civic",
    )


@pytest.fixture(scope="module")
def imported(requests: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, intake.ImportReport]:
    folder = tmp_path_factory.mktemp("store")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    store = open_store(Settings(state_dir=folder, province="25"))
    store.create()
    mapping = intake.read_mapping(folder / "mapping.toml", intake.FORMS["cases"])
    about = {"store": store, "areas": neighbourhoods(requests), "settings": store.settings}
    options = intake.Options(mapping=mapping, historical=True)
    first = intake.run_import("cases", requests, **about, options=options)
    again = intake.run_import("cases", requests, **about, options=options)
    assert (again.new, again.changed, again.batch) == (0, 0, None)
    return store, first


def test_every_request_comes_in(imported: tuple[Store, intake.ImportReport]) -> None:
    store, report = imported
    assert (report.rows, report.new, report.refused, len(store.batches())) == (62_165, 62_165, 0, 1)
    assert bool(store.batches()["historical"].iloc[0])
    with store.reading() as reading:
        cases = present(reading, ENTITIES["case"], "25").to_pandas()
    assert len(cases) == 62_165
    assert int(cases["ended_on"].isna().sum()) == 21_437


def test_what_is_wrong_is_told(imported: tuple[Store, intake.ImportReport]) -> None:
    report = imported[1]
    found = Counter(finding.code for finding in report.findings)
    assert found["no_point"] == 90
    assert found["disorder_hour"] == 10
    assert set(found) == {"no_point", "disorder_hour"}
    late = next(finding for finding in report.findings if finding.code == "disorder_hour")
    assert (late.row, late.column, late.value) == (10_846, "closed_dt", "2015-06-25 15:15:35")


def test_a_real_form_of_petitions_leaves_everything_about_the_citizen_out(shared: Path) -> None:
    table = intake.read_table(shared / "samples" / "messy" / "excel" / "khieunaitocao_template_anonymised.xlsx")
    found = intake.check(table, intake.FORMS["petitions"], city.areas(), province="99")
    dropped = {finding.column for finding in found.findings if finding.code in ("personal_column", "petition_text")}
    assert dropped == {"Họ và tên công dân", "Địa chỉ cụ thể", "Số CMND", "Nội dung đơn"}
    record = found.frames["petition"].iloc[0]
    assert (found.refused, record["received_on"], record["channel"]) == (0, pd.Timestamp("2022-03-12"), "forwarded")
