"""Every phrase in both languages, and numbers, days and money as Vietnamese offices write them."""

import ast
import datetime as dt
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis import words
from gis.settings import ROOT
from gis.words import LANGUAGES, Phrase, phrases

VIETNAMESE = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
FILE_ENDINGS = (".py", ".toml", ".js", ".css", ".json", ".geojson", ".db")
CODE = sorted([*(ROOT / "gis").rglob("*.py"), *(ROOT / "pages").glob("*.py")])
ON_SCREEN = [
    path for path in CODE if path.relative_to(ROOT).parts[:2] in {("gis", "ui"), ("gis", "maps"), ("gis", "door")}
]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def faults(table: Mapping[str, Mapping[str, str]]) -> list[str]:
    found = []
    for key, texts in table.items():
        if any(not texts.get(language, "").strip() for language in LANGUAGES) and any(texts.values()):
            found.append(f"{key}: a translation is missing")
        elif places(texts["vi"]) != places(texts["en"]):
            found.append(f"{key}: the places to fill differ")
    return found


def test_every_phrase_stands_in_both_languages() -> None:
    assert faults(phrases()) == []


@pytest.mark.parametrize(
    "bad", [{"vi": "Xin chào", "en": " "}, {"vi": "{n} hộ", "en": "households"}, {"en": "only English", "vi": ""}]
)
def test_a_missing_translation_is_found(bad: Mapping[str, str]) -> None:
    assert len(faults({"some.key": bad})) == 1


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (21, "21 cases"), ("1", "1 case"), ("<5", "<5 cases")],
)
def test_a_word_follows_its_number(n: int | str, said: str) -> None:
    assert words.say("duties.unit.case", "en", n=n) == said
    assert words.say("duties.unit.case", "vi", n=n) == said.split(maxsplit=1)[0] + " vụ việc"


def literals(path: Path, *, with_parts: bool) -> Iterator[tuple[int, str]]:
    """Texts of a module that are no docstrings, with or without the fixed parts of f-strings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    if not with_parts:
        left_out |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.lineno, node.value


def untranslated(path: Path) -> list[str]:
    return [f"{path.name}:{line}" for line, text in literals(path, with_parts=True) if VIETNAMESE & set(text.lower())]


@pytest.mark.parametrize("path", [*ON_SCREEN, *(ROOT / "pages").glob("*.py")], ids=lambda path: path.name)
def test_no_text_on_screen_stands_in_code(path: Path) -> None:
    assert untranslated(path) == []


def test_text_in_code_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(
        '"""Bản đồ is fine in a docstring."""\nst.write("Xã, phường")\nst.write(f"Hộ {n}")\n', encoding="utf-8"
    )
    assert untranslated(page) == ["page.py:2", "page.py:3"]


def unknown_keys(path: Path) -> list[str]:
    """Texts that look like the key of a phrase and are none."""
    rooms = {key.split(".")[0] for key in phrases()}
    known = set(phrases()) | {key.rsplit(".", 1)[0] for key in phrases()}
    texts = (
        text for _, text in literals(path, with_parts=False) if KEY.fullmatch(text) and text.split(".")[0] in rooms
    )
    return [text for text in texts if text not in known and not text.endswith(FILE_ENDINGS)]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_in_code_exists(path: Path) -> None:
    assert unknown_keys(path) == []


def test_an_unknown_key_is_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('say("view.as_of"); say("view.as_off"); open("areas.geojson")\n', encoding="utf-8")
    assert unknown_keys(module) == ["view.as_off"]


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (2260, 0, "2.260", "2,260"),
        (0, 0, "0", "0"),
        (None, 0, "–", "–"),
        (float("nan"), 1, "–", "–"),
        (0.04, 1, "0", "0"),
        (-1500, 0, "-1.500", "-1,500"),
    ],
)
def test_numbers(value: float | None, digits: int, vi: str, en: str) -> None:
    assert words.number(value, "vi", digits=digits) == vi
    assert words.number(value, "en", digits=digits) == en


@pytest.mark.parametrize(
    ("dong", "vi", "en"),
    [
        (1_234_500_000_000, "1.234,5 tỷ đồng", "VND 1,234.5 billion"),
        (1_000_000_000, "1 tỷ đồng", "VND 1 billion"),
        (999_000_000, "999 triệu đồng", "VND 999 million"),
        (350_000_000, "350 triệu đồng", "VND 350 million"),
        (999_999, "999.999 đồng", "VND 999,999"),
        (0, "0 đồng", "VND 0"),
        (None, "–", "–"),
    ],
)
def test_money(dong: float | None, vi: str, en: str) -> None:
    assert words.money(dong, "vi") == vi
    assert words.money(dong, "en") == en


def test_shares_and_days() -> None:
    assert words.percent(2260 / 2389, "vi") == "94,6%"
    assert words.percent(0.5, "en", digits=0) == "50%"
    assert words.percent(None) == "–"
    assert words.date(dt.date(2026, 9, 30)) == "30/09/2026"
    assert words.date(pd.NaT) == "–"  # type: ignore[arg-type]


def test_a_phrase_says_what_fills_it_in_the_same_language() -> None:
    inner = Phrase("view.as_of")
    assert Phrase("view.unknown", {"name": inner, "value": "x"}).say("vi").count("Số liệu đến ngày") == 1
    assert Phrase("view.unknown", {"name": inner, "value": "x"}).say("en").count("Figures as of") == 1


def test_an_unknown_phrase_is_a_mistake_in_the_code() -> None:
    with pytest.raises(KeyError):
        words.say("no.such.phrase")


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_whole_numbers_keep_their_digits(value: int) -> None:
    assert words.number(value, "vi").replace(".", "") == str(value)
    assert words.number(value, "en").replace(",", "") == str(value)


@pytest.mark.parametrize("value", [-0.0, -0.3, 0, 0.0])
def test_a_trifle_under_nought_is_nought(value: float) -> None:
    """Whichever of them is written first, for what is written is kept."""
    assert words.number(value) == "0"
