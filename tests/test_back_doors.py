"""No back doors: whatever stands beside the pages holds what the pages may tell, and nobody else gets behind it.

The database's views and tables, a backup, exports, the log, the drop folder with its reports, the files of the state
folder: each is looked at as somebody who is no reader of this product.
"""

from __future__ import annotations

import ast
import datetime as dt
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import structlog
from psycopg import sql
from typer.testing import CliRunner

from gis import commands
from gis.access import people
from gis.areas.value import encode
from gis.briefing import layers, publishing
from gis.intake.watching import sweep
from gis.records import audit
from gis.records.ledger import open_ledger
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import ROOT, Settings
from tests import canary, city, keeping, records_city
from tests.canary import CODE, NAME, heard, unpacked
from tests.intake_files import sheet
from tests.postgres import Cluster

PRIVATE = (f"{CODE}-K", f"{CODE}-H", f"{CODE}-D", f"{CODE}-T", f"{CODE}-C", f"{CODE}/", f"Xóm {NAME}", f"Phòng {NAME}",
           f"{CODE}-QG")  # fmt: skip
"""What single cases and household files of the canary are known by; the names of its projects are public."""
SHOWN = {"shown_wards", "shown_projects", "shown_sites", "shown_state", "current_project", "current_project_ward"}


@pytest.fixture
def sung(office: Settings) -> Settings:
    """The drawn city with the canary."""
    (office.state_dir / "areas-99.geojson").write_bytes(encode(canary.areas()))
    keeping.bring(office, "sung", lambda: canary.fill(open_store(office)))
    return office


@pytest.fixture
def online(sung: Settings, served: records_city.Stores) -> Settings:
    """The same on a server, with the layers for other maps shown."""
    chosen = sung.model_copy(update={"database_url": served.empty().settings.database_url})
    canary.fill(open_store(chosen))
    publishing.show(chosen)
    return chosen


@pytest.fixture
def looking(cluster: Cluster, online: Settings) -> Iterator[psycopg.Connection]:
    """The connection of QGIS: an account that was given the reader's role."""
    with cluster.account("qgis") as account:
        with cluster.connect() as admin:
            admin.execute("GRANT landmap_read TO qgis")
        with cluster.connect(str(open_store(online).database.url.database), user=account) as connection:
            yield connection


@pytest.fixture
def stranger(cluster: Cluster, online: Settings) -> Iterator[psycopg.Connection]:
    """An account of the server that was given nothing."""
    with (
        cluster.account("stranger") as account,
        cluster.connect(str(open_store(online).database.url.database), user=account) as connection,
    ):
        yield connection


RELATIONS = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'm', 'p', 'f')"""
POSTGIS = {"geography_columns", "geometry_columns", "spatial_ref_sys"}


def relations(connection: psycopg.Connection) -> set[str]:
    """Every table and view there is, asked of the server and not of a list of ours."""
    return {name for (name,) in connection.execute(RELATIONS).fetchall()} - POSTGIS


def read(connection: psycopg.Connection, name: str) -> str:
    rows = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))).fetchall()
    return " ".join(str(cell) for row in rows for cell in row)


def test_the_role_of_other_maps_reads_the_layers_and_not_one_other_relation(looking: psycopg.Connection) -> None:
    every = relations(looking)
    assert len(every) > 30
    assert every >= SHOWN
    told = ""
    for name in sorted(every):
        if name in SHOWN:
            told += read(looking, name)
            continue
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            read(looking, name)
    assert heard(told, f"Dự án {NAME}"), "projects are public"
    assert heard(told, *PRIVATE) == []


def test_what_it_reads_holds_no_small_count_and_nothing_that_tells_one(looking: psycopg.Connection) -> None:
    columns = [name for name in layers.COUNTS if name in layers.COLUMNS]
    assert columns
    for column in columns:
        small = sql.SQL("SELECT count(*) FROM shown_wards WHERE {} BETWEEN 1 AND 4").format(sql.Identifier(column))
        assert looking.execute(small).fetchall() == [(0,)], column
    hidden = looking.execute("SELECT hidden FROM shown_wards WHERE hidden <> ''").fetchall()
    assert hidden, "the drawn city has small counts, or this proves nothing"


def test_it_changes_nothing_and_sees_no_setting_of_others(looking: psycopg.Connection) -> None:
    for statement in (
        "DELETE FROM shown_wards",
        "UPDATE current_project SET name = 'x'",
        "INSERT INTO shown_wards DEFAULT VALUES",
        "CREATE TABLE mine (n int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY shown_wards TO PROGRAM 'true'",
        'SET ROLE "keeper"',
        "SELECT rolpassword FROM pg_authid",
    ):
        with pytest.raises(psycopg.Error):
            looking.execute(statement)


def test_an_account_that_was_given_nothing_reads_nothing(stranger: psycopg.Connection) -> None:
    for name in sorted(relations(stranger)):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            read(stranger, name)


def test_an_export_of_the_city_holds_no_case_no_household_and_no_small_count(sung: Settings, tmp_path: Path) -> None:
    done = CliRunner().invoke(commands.app, ["export", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    files = list((tmp_path / "out").iterdir())
    told = " ".join(unpacked(file.read_bytes()) for file in files)
    assert heard(told, f"Dự án {NAME}")
    assert heard(told, *PRIVATE) == []
    assert {one.what for one in audit.entries(open_store(sung))} >= {"export"}


def test_an_export_by_whoever_sees_less_tells_less(
    sung: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", canary.NORTH, "officer"))
    assert CliRunner().invoke(commands.app, ["export", str(tmp_path / "out")]).exit_code == 0
    assert heard(" ".join(unpacked(file.read_bytes()) for file in (tmp_path / "out").iterdir())) == []


def test_a_backup_holds_all_of_it_and_is_its_owners_alone(sung: Settings, tmp_path: Path) -> None:
    """It is the one file that holds every record: its owner's alone, entered, and it gives nobody a role."""
    os.umask(0o022)
    kept = tmp_path / "kept.landmap"
    CliRunner().invoke(commands.app, ["access", "grant", "zz9@x.vn", "officer", "city"])
    assert CliRunner().invoke(commands.app, ["backup", str(kept)]).exit_code == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert any(one.details.get("backup") == "kept.landmap" for one in audit.entries(open_store(sung)))
    assert heard(unpacked(kept.read_bytes()), "zz9@x.vn@") == []
    assert "access_grant" not in unpacked(kept.read_bytes())


def imported(module: Path) -> set[str]:
    """Modules that a module imports."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    found = {f"{node.module}.{name.name}" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
             for name in node.names}  # fmt: skip
    return found | {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}


def test_no_page_and_no_route_can_reach_a_backup() -> None:
    """Whoever sits at the machine keeps and restores; nobody does on a page, whatever their role."""
    for module in [*(ROOT / "gis" / "ui").rglob("*.py"), *(ROOT / "gis" / "door").rglob("*.py")]:
        assert not [name for name in imported(module) if name.startswith("gis.records.backup")], module
    assert "gis.records.backup" in imported(ROOT / "gis" / "commands" / "keeping.py")


def test_who_asks_on_the_command_line_is_decided_in_one_place() -> None:
    """A command that made a scope of its own would see the city, whatever `gis.access.people.who` says."""
    making = {
        module.relative_to(ROOT).as_posix()
        for module in (ROOT / "gis").rglob("*.py")
        if "local_officer(" in module.read_text(encoding="utf-8")
    }
    assert making == {"gis/scope.py", "gis/access/people.py"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "drop"
    made.mkdir()
    return made


PERSON = "Nguyễn Văn Chimhot"
HEADINGS = ("Mã vụ việc", "Loại vụ việc", "Nội dung", "Họ và tên", "Ngày tiếp nhận", "Mã xã, phường")
GOOD = ("V-01", "Khiếu nại", "Tái định cư", PERSON, "01/07/2026", "00001")
BAD = ("V-02", "Khiếu nại", "Tái định cư", PERSON, "31/02/2026", "99999")
DENOUNCED = ("V-03", "Tố cáo", "Tái định cư", PERSON, "01/07/2026", "00001")


@pytest.mark.parametrize("rows", [(GOOD, BAD, DENOUNCED), (BAD, DENOUNCED)], ids=["done", "refused"])
def test_reports_in_the_drop_folder_name_nobody_and_lie_where_nobody_else_looks(
    folder: Path, office: Settings, rows: tuple[tuple[str, ...], ...]
) -> None:
    os.umask(0o022)
    moment = dt.datetime(2026, 10, 5, 8, 30, tzinfo=dt.UTC)
    path = sheet(folder / "vu viec.xlsx", [HEADINGS, *rows])
    os.utime(path, (moment.timestamp() - 60,) * 2)
    (found,) = sweep(folder, store=open_store(office), areas=city.areas(), now=moment, keep_days=30)
    assert found.file.parent.name == ("done" if GOOD in rows else "refused")
    reports = list(folder.rglob("*.report.*"))
    assert reports
    for one in reports:
        told = unpacked(one.read_bytes())
        assert "Chimhot" not in told, "the sender's original holds names, the report none"
        assert "V-03" not in told, "nor a row of a denunciation"
    for one in {found.file.parent}:
        assert stat.S_IMODE(one.stat().st_mode) == 0o700
    store = open_store(office)
    entered = str([one.details for one in audit.entries(store)])
    assert "Chimhot" not in entered
    later = moment + dt.timedelta(days=31)
    sweep(folder, store=store, areas=city.areas(), now=later, keep_days=30)
    assert not list(folder.rglob("*vu viec.xlsx")), "originals go when their time is over"


def test_files_of_the_state_folder_are_their_owners_alone(sung: Settings) -> None:
    """The database, what is kept beside it, and the witness of the trail; boundaries are public."""
    os.umask(0o022)
    open_ledger(open_store(sung), sung)
    for file in sung.state_dir.rglob("*"):
        if file.is_file() and not file.name.startswith("areas-"):
            assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file.name


def test_the_log_names_lines_and_never_the_values_of_a_record(
    sung: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    from gis.door import log  # noqa: PLC0415

    log.configure()
    snapshot = open_ledger(open_store(sung), sung).snapshot(city.AS_OF, Scope("99", None, "officer"))
    try:
        _fails(snapshot["case"])
    except KeyError:
        structlog.get_logger().exception("surprise")
    finally:
        structlog.reset_defaults()
    told = "".join(capfd.readouterr())
    assert "_fails" in told
    assert heard(told, *PRIVATE) == []


def _fails(cases: object) -> None:
    held = {f"{code}": code for code in cases.index}  # type: ignore[attr-defined]
    raise KeyError(len(held))
