"""The command line: what it answers, its exit codes, and that it obeys the settings."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from typer.testing import CliRunner, Result

from gis import __main__ as cli
from gis import areas, intake, settings
from gis.answers import scores
from gis.commands import risk_lines
from gis.doctor import diagnose
from gis.errors import LandmapError
from gis.insight import backtest as backtests
from gis.insight import scoring
from gis.insight.model_card import VALID
from gis.law import rules
from gis.law.verifying import with_checks
from gis.records import audit, demo, results
from gis.records.batch import Batch
from gis.records.ledger import open_ledger
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.words import NOTHING
from tests import city
from tests.commanding import refused
from tests.test_answers_scores import card
from tests.test_law_reading import ANSWER

HEADER = "Mã xã,Xã phường,Tên dự án,Mục đích,Cơ quan đăng ký,Diện tích dự án (ha),Diện tích thu hồi (ha),Nguồn vốn\n"
GOOD = "00001,Phường An,Đường Hoa,Giao thông,UBND phường An,2.0,1.5,Vốn ngân sách\n"
UNKNOWN_WARD = "77777,Phường Nào Đó,Trường Hoa,Giáo dục,UBND phường An,1.0,1.0,Vốn ngân sách\n"

LATER = {
    "case": ("finding_on", "finding_differs"),
    "plan": ("opinions_on", "disagreed"),
    "household_file": ("inventory_persuasion_on", "compulsory_inventory_on"),
    "dialogue": ("planned_chair", "prompted_by", "minutes_on", "minutes_number"),
}
"""Columns the first version did not have."""


def run(*line: str) -> Result:
    return CliRunner().invoke(cli.app, list(line))


def written(folder: Path, *rows: str) -> str:
    path = folder / "projects.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return str(path)


def test_init_makes_an_empty_store_and_never_a_second_one(office: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (office.state_dir / "landmap.db").unlink()
    assert run("init").exit_code == 0
    assert open_store(office).kind() == "empty"
    assert "landmap.db" in refused(capsys, "init")


def test_import_counts_every_row(office: Settings, tmp_path: Path) -> None:
    done = run("import", "projects", written(tmp_path, GOOD, GOOD), "--json")
    answer = json.loads(done.stdout)
    assert answer["rows"] == 2
    assert answer["new"] + answer["changed"] + answer["unchanged"] + answer["refused"] == 2
    assert answer["new"] == 1
    assert done.exit_code == 1
    assert [finding["row"] for finding in answer["findings"]] == [3]


def test_a_finding_says_row_column_and_value(office: Settings, tmp_path: Path) -> None:
    said = " ".join(run("import", "projects", written(tmp_path, UNKNOWN_WARD)).stderr.split())
    assert "Dòng 2, cột “Xã phường”, ghi “Phường Nào Đó”: Không tìm thấy" in said


def test_stages_of_an_import_are_told_in_order(office: Settings, tmp_path: Path) -> None:
    told: list[str] = []
    about = {"store": open_store(office), "areas": city.areas(), "settings": office, "begins": told.append}
    intake.run_import("projects", Path(written(tmp_path, GOOD)), **about)
    assert told == list(intake.STAGES)


def test_the_list_of_batches_names_every_source_in_full(office: Settings, tmp_path: Path) -> None:
    name = "danh-sach-du-an-thu-hoi-dat-nam-2026-cua-thanh-pho-ha-noi.csv"
    path = Path(written(tmp_path, GOOD)).rename(tmp_path / name)
    assert run("import", "projects", str(path)).exit_code == 0
    listed = run("batches").stdout
    assert name in listed


def test_no_file_is_said_in_the_language_of_the_reader(
    office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, "import", "projects", str(tmp_path / "none.xlsx"))
    assert "không có tệp hoặc thư mục này" in said
    assert "No such file" not in said


def test_a_clean_import_ends_with_zero_and_changes_nothing_the_second_time(office: Settings, tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    assert run("import", "projects", file).exit_code == 0
    again = json.loads(run("import", "projects", file, "--json").stdout)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)


def test_a_dry_run_writes_nothing(office: Settings, tmp_path: Path) -> None:
    answer = json.loads(run("import", "projects", written(tmp_path, GOOD), "--dry-run", "--json").stdout)
    assert (answer["new"], answer["batch"]) == (1, None)
    assert open_store(office).kind() == "empty"


def test_an_unknown_ward_is_a_finding(office: Settings, tmp_path: Path) -> None:
    done = run("import", "projects", written(tmp_path, GOOD, UNKNOWN_WARD), "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 1
    assert answer["refused"] == 1
    assert [finding["row"] for finding in answer["findings"] if finding["refused"]] == [3]


@pytest.mark.parametrize("name", ["projects.pdf", "nowhere.csv"])
def test_a_file_that_cannot_be_read_is_refused(
    office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if name.endswith(".pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.7 nothing to see")
    assert name in refused(capsys, "import", "projects", str(tmp_path / name))


def test_an_unknown_kind_is_refused(office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "gossip" in refused(capsys, "import", "gossip", written(tmp_path, GOOD))


def test_a_real_store_refuses_invented_rows_and_the_other_way_round(
    office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", "projects", written(tmp_path, GOOD)).exit_code == 0
    assert "LANDMAP_DATABASE_URL" in refused(capsys, "demo", "--cases", "200")
    for path in office.state_dir.glob("landmap.db*"):
        if path.is_file():
            path.unlink()
    assert run("demo", "--cases", "200").exit_code == 0
    assert open_store(office).kind() == "demo"
    assert (office.state_dir / "truth-99.json").is_file()
    assert "trống" in refused(capsys, "import", "projects", written(tmp_path, GOOD))


def test_init_brings_an_older_store_to_this_version(office: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "projects", written(office.state_dir, GOOD))
    with sqlite3.connect(office.state_dir / "landmap.db") as connection:
        for [view] in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f"DROP VIEW {view}")
        for table in ("access_revocation", "access_grant", "audit", "result", "rule_check", "case_link", "closing"):
            connection.execute(f"DROP TABLE {table}")
        for table, columns in LATER.items():
            for column in columns:
                connection.execute(f'ALTER TABLE "{table}" DROP COLUMN {column}')
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    assert "init" in refused(capsys, "batches")
    assert run("init").exit_code == 0
    assert len(json.loads(run("batches", "--json").stdout)["batches"]) == 1


def test_batches_are_listed_and_undone(office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(run("batches", "--json").stdout) == {"batches": []}
    assert run("batches").exit_code == 0
    run("import", "projects", written(tmp_path, GOOD))
    [batch] = json.loads(run("batches", "--json").stdout)["batches"]
    assert (batch["id"], batch["source"], batch["withdrawn_at"]) == (1, "projects.csv", None)
    assert run("undo", "1").exit_code == 0
    assert json.loads(run("batches", "--json").stdout)["batches"][0]["withdrawn_at"]
    assert "đã rút ngày" in " ".join(run("batches").stdout.split())
    assert "đã được rút lại" in refused(capsys, "undo", "1")
    assert "7" in refused(capsys, "undo", "7")


@pytest.mark.parametrize("day", ["30/09/2026", "2026-09-30"])
def test_a_period_is_closed_once(office: Settings, capsys: pytest.CaptureFixture[str], day: str) -> None:
    assert json.loads(run("closings", "--json").stdout) == {"closings": []}
    assert run("closings").exit_code == 0
    assert run("close", "Tháng 9/2026", "--as-of", day).exit_code == 0
    [closed] = json.loads(run("closings", "--json").stdout)["closings"]
    assert (closed["name"], closed["as_of"]) == ("Tháng 9/2026", "2026-09-30")
    assert "30/09/2026" in run("closings").stdout
    assert "Tháng 9/2026" in refused(capsys, "close", "Tháng 9/2026", "--as-of", day)


@pytest.mark.parametrize("day", ["yesterday", "31/09/2026", ""])
def test_a_day_that_is_none_is_told(office: Settings, capsys: pytest.CaptureFixture[str], day: str) -> None:
    assert "30/09/2026" in refused(capsys, "close", "Tháng 9/2026", "--as-of", day)


def test_a_backup_is_made_and_brought_back(
    office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", "projects", written(tmp_path, GOOD))
    kept = str(tmp_path / "kept.landmap")
    assert run("backup", kept).exit_code == 0
    assert "kept.landmap" in refused(capsys, "backup", kept)
    run("undo", "1")
    assert "--replace" in refused(capsys, "restore", kept)
    assert open_store(office).batches()["withdrawn_at"].notna().all()
    assert run("restore", kept, "--replace").exit_code == 0
    assert open_store(office).batches()["withdrawn_at"].isna().all()
    [aside] = tmp_path.glob("before-restore-*.landmap")
    assert run("restore", str(aside), "--replace").exit_code == 0
    assert open_store(office).batches()["withdrawn_at"].notna().all()
    assert "nowhere" in refused(capsys, "restore", "nowhere.landmap")


def test_what_may_be_seen_is_exported(
    drawn_office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", str(tmp_path / "out")).exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"landmap.gpkg", "wards.csv"}
    assert "landmap.db" in refused(capsys, "export", str(tmp_path / "landmap.db"))
    assert "export" in refused(capsys, "reader")


def test_figures_are_exported_as_they_were_reported(
    drawn_office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(drawn_office)
    closed = store.close_period("Tháng 9/2026", city.AS_OF)
    moved = city.PROJECTS[0] | {"name": "Tên sau này"}
    store.append(Batch({"project": city.frame("project", [moved])}, source="later"))

    def names(*arguments: str) -> pd.DataFrame:
        assert run("export", str(tmp_path / "out"), *arguments).exit_code == 0
        layer = pyogrio.read_dataframe(tmp_path / "out" / "landmap.gpkg", layer="projects", read_geometry=False)
        return layer.set_index("code")

    assert names().loc["P1", "name"] == "Tên sau này"
    reported = names("--closing", "tháng 9/2026")
    assert reported.loc["P1", "name"] == city.PROJECTS[0]["name"]
    assert set(reported["as_of"].dt.date) == {city.AS_OF}
    assert set(reported["known_on"].dt.date) == {closed.day}
    assert "Tháng 8/2026" in refused(capsys, "export", str(tmp_path / "out"), "--closing", "Tháng 8/2026")


def test_demo_if_missing_leaves_a_store_alone(office: Settings) -> None:
    assert run("demo", "--if-missing").exit_code == 0
    assert open_store(office).kind() == "empty"


def test_areas_are_shown_imported_and_reset(
    office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = json.loads(run("areas", "show", "--json").stdout)
    assert "4" in shown.values() or 4 in shown.values()
    assert "99" in refused(capsys, "areas", "import", str(tmp_path / "wards.geojson"))
    assert run("areas", "reset").exit_code == 0
    with pytest.raises(LandmapError):
        areas.load(settings.current())


def test_law_check(office: Settings) -> None:
    assert run("law", "check").exit_code == 0


def test_law_check_tells_every_fault_of_the_offices_own_file(
    office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "noi-bo.toml"
    monkeypatch.setenv("LANDMAP_LAW_FILE", str(file))
    settings.current.cache_clear()
    file.write_text(ANSWER, encoding="utf-8")
    assert run("law", "check").exit_code == 0
    file.write_text(ANSWER.replace("own_answer", "resolve").replace("length = 15", "length = 0"), encoding="utf-8")
    done = run("law", "check")
    assert done.exit_code == 1
    told = " ".join(done.stderr.split())
    assert "Mốc nội bộ “answer_proposal” dùng nhóm “resolve” của luật" in told
    assert "“answer_proposal” dài 0 ngày" in told


def test_doctor_says_what_is_wrong(office: Settings) -> None:
    assert all(check.ok for check in diagnose(office)), [check for check in diagnose(office) if not check.ok]
    assert run("doctor").exit_code == 0
    (office.state_dir / "landmap.db").write_bytes(b"no database at all" * 99)
    done = run("doctor", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 1
    assert not answer["database"]["ok"]
    assert answer["areas"]["ok"]


def test_a_setting_that_cannot_be_used_is_named(
    office: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANDMAP_SUPPRESS_BELOW", "many")
    settings.current.cache_clear()
    assert "LANDMAP_SUPPRESS_BELOW" in refused(capsys, "areas", "show")


def unchecked(rule: str = "resolve_second") -> list[bool]:
    """Answer, for each version of a rule, whether it counts as not read."""
    chosen = settings.current()
    ledger = open_ledger(open_store(chosen), chosen)
    snapshot = ledger.snapshot(dt.date(2026, 9, 30), Scope.local_officer(chosen.province))
    return [not clock.verified for clock in with_checks(rules.current(), snapshot["rule_check"]).of(rule)]


def test_law_verify_records_a_check_and_undoes_it(office: Settings) -> None:
    assert unchecked() == [True]
    line = ("law", "verify", "resolve_second", "--document", "Luật số 02/2011/QH13", "--on", "01/09/2026")
    assert run(*line).exit_code == 0
    assert unchecked() == [False]
    assert run("law", "verify", "resolve_second", "--undo").exit_code == 0
    assert unchecked() == [True]
    assert run("law", "verify", "post_plan", "--document", "NQ 254/2025/QH15").exit_code == 0
    assert unchecked("post_plan") == [True, True, True, False]
    assert (
        run("law", "verify", "post_plan", "--document", "Luật Đất đai 2013", "--valid-from", "2014-07-01").exit_code
        == 0
    )
    assert unchecked("post_plan") == [False, True, True, False]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("resolve_third", "--document", "x"), "resolve_third"),
        (("resolve_first", "--document", "x"), "không cần đối chiếu"),
        (("resolve_second",), "số, ký hiệu và ngày"),
        (("resolve_second", "--undo"), "chưa được đối chiếu"),
        (("resolve_second", "--document", "x", "--on", "2999-01-01"), "chưa tới"),
        (("resolve_second", "--document", "x", "--on", "hôm qua"), "không phải là ngày"),
        (("post_plan", "--document", "x", "--valid-from", "2020-01-01"), "2014-07-01, 2024-08-01"),
    ],
)
def test_law_verify_refuses_what_it_cannot_record(
    office: Settings, capsys: pytest.CaptureFixture[str], line: tuple[str, ...], said: str
) -> None:
    assert said in refused(capsys, "law", "verify", *line)


def test_risk_says_where_there_is_too_little(
    drawn_office: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scores, "MONTHS", 1)
    answer = json.loads(run("backtest", "--as-of", "2026-09-30", "--json").stdout)
    assert (answer["rule"], answer["proof"], answer["figures"]) == ("age", "too_little", {})
    assert "Chưa đủ dữ liệu" in refused(capsys, "risk", "--as-of", "2026-09-30")


def plain_table(folder: Path) -> tuple[str, str]:
    """Cases of eight places over three years: those of odd places take half a year longer, one in seven stays open."""
    days = [dt.date(2023, 10, 1) + dt.timedelta(days=n) for n in range(1095)]
    lines = ["opened,closed,category,place"]
    for n, day in enumerate(days):
        place = n * 5 % 8
        taken = 30 + n * 37 % 150 + 180 * (place % 2)
        closed = "" if n % 7 == 0 else str(day + dt.timedelta(days=taken))
        lines.append(f"{day},{closed},c{n % 3},P{place}")
    (folder / "cases.csv").write_text("\n".join(lines), encoding="utf-8")
    places = [f"P{place},{'urban' if place < 4 else 'rural'}" for place in range(8)]
    (folder / "areas.csv").write_text("\n".join(["place,kind", *places]), encoding="utf-8")
    return str(folder / "cases.csv"), str(folder / "areas.csv")


def test_backtest_tries_any_table_of_cases_without_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backtests, "ORIGINS", 2)
    monkeypatch.setattr(scores, "office", None)  # whoever opened a store would call nothing
    cases, places = plain_table(tmp_path)
    answer = json.loads(run("backtest", "--cases", cases, "--areas", places, "--json").stdout)
    assert answer["rule"] == "age"
    assert answer["proof"] in {"rebuilt", "no_better"}
    assert answer["proof"] == ("rebuilt" if answer["figures"]["skill"]["age"]["low"] > 0 else "no_better")
    assert len(answer["figures"]["origins"]) == 2
    assert {one["value"] for one in answer["figures"]["slices"] if one["by"] == "kind"} == {"urban", "rural"}


def test_backtest_of_a_table_is_read_by_people_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backtests, "ORIGINS", 1)
    cases, _ = plain_table(tmp_path)
    said = run("backtest", "--cases", cases, "--as-of", "2026-09-30")
    assert "chưa đóng sau 180 ngày" in " ".join(said.stderr.split())
    for text in ("Điểm Brier", "Chỉ theo thời gian chờ", "Khoảng tin cậy 95%", "Còn chờ"):
        assert text in said.stdout


def test_backtest_of_too_small_a_table_says_so(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("opened,closed,category,place\n2025-01-01,2025-02-03,x,A\n2025-03-01,,x,B\n", encoding="utf-8")
    answer = json.loads(run("backtest", "--cases", str(path), "--as-of", "2026-01-01", "--json").stdout)
    assert (answer["rule"], answer["proof"]) == ("age", "too_little")


@pytest.mark.shared
def test_backtest_goes_the_whole_way_on_real_closures(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = shared / "samples" / "civic" / "boston311_animal_requests_2013_2023.csv.gz"
    monkeypatch.setattr(backtests, "ORIGINS", 1)
    answer = json.loads(run("backtest", "--cases", str(sample), "--as-of", "2016-12-31", "--json").stdout)
    assert answer["figures"]["rows"] == 22_078
    assert set(answer["figures"]["rules"]) == set(backtests.RULES)
    better = answer["figures"]["skill"]["age"]["low"] > 0  # whatever is found is told as found
    assert (answer["rule"], answer["proof"]) == ("age", "rebuilt" if better else "no_better")


@pytest.fixture
def risky(office: Settings, monkeypatch: pytest.MonkeyPatch) -> scores.Office:
    """The office with a small demo city, where little is enough."""
    monkeypatch.setattr(scores, "MONTHS", 9)
    monkeypatch.setattr(scoring, "ENOUGH", 2)
    made = demo.city(city.areas(), cases=4000, seed=1, households=300, projects=40)
    open_store(office).append(made.batch)
    return scores.office(office)


def test_risk_goes_by_the_newest_card_until_it_expires(risky: scores.Office) -> None:
    day = dt.date(2026, 9, 30)
    for made_on, proof in ((day - dt.timedelta(days=VALID + 1), "expired"), (day - dt.timedelta(days=VALID), "proven")):
        kept = card(made_on)
        about = {"version": risky.method + "x", "as_of": made_on, "scope": risky.scope.extent}
        results.keep(risky.store, results.Result("backtest", kept.to_json(), **about))
        said = run("risk", "--as-of", str(day), "--json")
        answer = json.loads(said.stdout)
        assert (answer["proof"], answer["proven"]) == (proof, proof == "proven")
        assert answer["rule"] == ("age" if proof == "expired" else "model")
        assert ("đã hết giá trị" in said.stderr) == (proof == "expired")
        assert answer["model"]["version"] == kept.version
        assert answer["model"]["expires_on"] == kept.expires_on.isoformat()
        assert answer["demo"]
    assert sum(one["enough"] for one in answer["wards"]) > 2


def test_risk_makes_its_card_where_there_is_none_and_waits_once(
    risky: scores.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backtests, "ORIGINS", 1)
    day = dt.date(2026, 9, 30)
    first = run("risk", "--as-of", "30/09/2026")
    assert "3/3 địa bàn dự kiến có nhiều vụ việc kéo dài nhất" in first.stdout
    assert "quá" in first.stdout.split("Vì sao")[1]  # a narrow column breaks the sentence
    assert scores.kept(risky, day)
    monkeypatch.setattr(scores, "looked", None)  # whoever looked again would call nothing
    answer = json.loads(run("risk", "--as-of", "30/09/2026", "--json").stdout)
    assert answer["as_of"] == "2026-09-30"
    assert json.loads(run("backtest", "--as-of", "30/09/2026", "--json").stdout)["as_of"] == "2026-09-30"


def test_a_place_whose_counts_are_hidden_is_told_by_dashes() -> None:
    hidden = dict.fromkeys(("n", "expected", "low", "high", "next_due")) | {"reasons": []}
    assert set(risk_lines._place(hidden, "Xã Một").values()) == {"Xã Một", NOTHING}


def test_the_audit_trail_is_listed_and_held_against_itself(office, capsys):
    store = open_store(office)
    assert "chưa có mục" in run("audit", "list").output
    audit.record(store, Scope.local_officer("99"), "export", format="pdf")
    audit.record(store, audit.Who("u-1", "viewer"), "refused", reason="Phường Hồng Hà")
    listed = run("audit", "list").output
    assert "xuất tệp" in listed
    assert "Phường Hồng Hà" in listed
    [one] = json.loads(run("audit", "list", "--what", "refused", "--json").stdout)["entries"]
    assert (one["number"], one["who"]["id"], one["details"]) == (2, "u-1", {"reason": "Phường Hồng Hà"})
    assert json.loads(run("audit", "list", "--until", "2020-01-01", "--json").stdout) == {"entries": []}
    assert len(json.loads(run("audit", "list", "--since", "2020-01-01", "--json").stdout)["entries"]) == 2
    assert "Không có loại việc “x”" in refused(capsys, "audit", "list", "--what", "x")
    assert run("audit", "verify").exit_code == 0
    with sqlite3.connect(store.database.path) as connection:
        connection.executescript("DROP TRIGGER audit_keeps_update; UPDATE audit SET who = 'x' WHERE number = 2")
    told = run("audit", "verify")
    assert told.exit_code == 1
    assert "mục số 2 đã bị sửa" in told.output
    assert json.loads(run("audit", "verify", "--json").stdout)["breaches"] == [{"number": 2, "kind": "changed"}]


def test_whatever_leaves_by_a_command_is_entered(drawn_office, tmp_path):
    run("export", str(tmp_path / "layers"))
    run("hotspots", "--json")
    run("hotspots")
    run("backup", str(tmp_path / "kept.landmap"))
    found = [(one.what, dict(one.details)) for one in audit.entries(open_store(drawn_office))]
    taken = [(what, details.get("file") or details.get("backup")) for what, details in found]
    assert taken[0] == ("restore", "kept.landmap")
    assert [one for one in taken if one[0] == "export"][-1] == ("export", "landmap.gpkg")
    assert {details["via"] for what, details in found if what == "export"} == {"command"}
