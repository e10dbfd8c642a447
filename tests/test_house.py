"""The house keeps its own rules, and each checker is shown able to fail."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gis.settings import ROOT, Settings

PAGES = sorted((ROOT / "pages").glob("*.py"))
MODULES = sorted((ROOT / "gis").rglob("*.py"))
TOP = {
    "dashboard.py", "pages", "data", "gis", "tests", "requirements.txt", "README.md", "pyproject.toml", "Makefile",
    "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE",
}  # fmt: skip
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts over a checkout."""
    line = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*line, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def copied(folder: Path) -> Path:
    """Copy what the contracts look at."""
    shutil.copytree(ROOT / "gis", folder / "gis", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


PART_OF_A_CLASS = re.compile(r"\[class[*^$~|]?=")


def test_no_style_asks_for_a_part_of_a_class() -> None:
    """Streamlit changes classes of all elements while a page runs: the browser would look at all within them anew."""
    sheets = sorted((ROOT / "gis").rglob("*.css"))
    assert len(sheets) > 2
    assert [sheet.name for sheet in sheets if PART_OF_A_CLASS.search(bare(sheet.read_text(encoding="utf-8")))] == []
    assert PART_OF_A_CLASS.search('.st-key-bar > [class*="st-key-"] { flex: 1; }')


def bare(sheet: str) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def test_arrows_only_point_down() -> None:
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout


UP = {
    "gis.insight.overview -> gis.records.store": "from gis.records import store\n",
    "gis.records.batch -> gis.law.clocks": "from gis.law import clocks\n",
    "gis.filters -> gis.areas": "from gis.areas import fold\n",
    "gis.maps.classes -> streamlit": "import streamlit\n",
}
"""Arrows that must not be, and the line that draws each."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the contracts say of a copy with all these arrows; each run of them takes long."""
    folder = copied(tmp_path_factory.mktemp("broken"))
    for arrow, line in UP.items():
        module = folder / Path(*arrow.split(" -> ", maxsplit=1)[0].split(".")).with_suffix(".py")
        module.write_text(module.read_text(encoding="utf-8") + line, encoding="utf-8")
    done = contracts(folder)
    assert done.returncode == 1
    return done.stdout


@pytest.mark.parametrize("arrow", UP)
def test_an_arrow_that_points_up_is_found(broken: str, arrow: str) -> None:
    assert f"{arrow} (l." in broken


def test_a_module_that_chose_no_layer_is_found(tmp_path: Path) -> None:
    (copied(tmp_path) / "gis" / "gossip.py").write_text('"""New."""\n', encoding="utf-8")
    assert contracts(tmp_path).returncode == 1


def logic(source: str) -> list[str]:
    """What a page must not hold: definitions, loops, or more than thirty lines."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While)
    found = [type(node).__name__ for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    return found + (["too long"] if source.count("\n") > 30 else [])


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_is_a_paragraph(page: Path) -> None:
    assert logic(page.read_text(encoding="utf-8")) == []


def test_a_page_with_logic_is_found() -> None:
    assert logic("for x in y:\n    pass\n") == ["For"]
    assert logic("def f(): ...\n" + "\n" * 30) == ["FunctionDef", "too long"]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_holds_one_noun(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= 350
    assert not text or ast.get_docstring(ast.parse(text))


def test_the_top_level_is_the_agreed_one() -> None:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = {line.split("/")[0] for line in done.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP


def test_every_room_is_on_the_map() -> None:
    rooms = {path.name for path in (ROOT / "gis").iterdir() if path.is_dir() and path.name != "__pycache__"}
    values = {path.name for path in (ROOT / "gis").glob("*.py")} - {"__init__.py"}
    missing = [room for room in rooms if f"  {room}/" not in ARCHITECTURE]
    assert missing + [name for name in values if name not in ARCHITECTURE] == []


def test_every_setting_is_explained() -> None:
    named = set(re.findall(r"`(LANDMAP_[A-Z_]+)`", README))
    assert named == {f"LANDMAP_{name.upper()}" for name in Settings.model_fields}


def test_every_command_is_explained() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "gis", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    commands = re.findall(r"^│ (\w+) ", listed.stdout.split("Commands")[1], flags=re.MULTILINE)
    assert commands
    assert [command for command in commands if f"`python -m gis {command}" not in README] == []


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_gives_the_commands_to_know(command: str) -> None:
    assert command in README


_EXCEPTION = re.compile(r"#\s*(?:noqa:[A-Z0-9, ]*\bS\d{3}|nosec\b)")
_REASON = re.compile(r"#\s*(?:noqa|nosec).*(?:\([^)]+\)|— \S+)")


def without_reason(source: str) -> list[str]:
    """Exceptions to a security rule, of ruff or bandit, that do not say why in the same line."""
    return [line.strip() for line in source.splitlines() if _EXCEPTION.search(line) and not _REASON.search(line)]


@pytest.mark.parametrize("folder", ["gis", "pages", "tests"])
def test_every_exception_to_a_security_rule_says_why(folder: str) -> None:
    for file in sorted((ROOT / folder).rglob("*.py")):
        if file != Path(__file__):
            assert without_reason(file.read_text(encoding="utf-8")) == [], file


def test_an_exception_without_a_reason_is_found() -> None:
    assert without_reason("x = 1  # noqa: S608\n") == ["x = 1  # noqa: S608"]
    assert without_reason("x = 1  # nosec B608\n") == ["x = 1  # nosec B608"]
    assert without_reason("x = 1  # noqa: S608 (names of our own)\ny = 2  # noqa: PLR2004\n") == []
    assert without_reason("x = 1  # noqa: S311 — no secret\n") == []


def test_bandit_runs_with_every_check() -> None:
    assert "bandit --quiet" in (ROOT / "Makefile").read_text(encoding="utf-8").split("check:")[1].split("\n\n")[0]


def test_every_test_that_needs_a_browser_is_run_with_one() -> None:
    [line] = re.findall(r"^WATCHED := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    marked = {
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        if file != Path(__file__) and "mark.browser" in file.read_text(encoding="utf-8")
    }
    assert marked | {"tests/e2e"} == set(line.split())


def test_requirements_are_pinned_exactly() -> None:
    lines = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z]+\])?==[\w.]+", line)] == []
