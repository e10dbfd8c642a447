"""No control character reaches a file."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from gis.briefing.paper_table import Table
from gis.briefing.printable import printable
from gis.insight.situation import situation
from gis.law import rules
from tests import city
from tests.test_briefing_content import made


@given(st.text(alphabet=st.characters(codec=None, categories=None)))
def test_every_text_can_stand_in_xml(text: str) -> None:
    clean = printable(text)
    element = ET.Element("a")
    element.text = clean
    read = ET.fromstring(ET.tostring(element, encoding="utf-8"))  # noqa: S314 — our own
    assert (read.text or "").replace("\n", "") == clean.replace("\r", "").replace("\n", "")
    assert len(clean) == len(text)


def test_texts_are_cleaned_however_deep_and_nothing_else_changes() -> None:
    table = Table("a\x07", ("b",), (("c\x00d", "ấ"), ("\n", "\t")))
    assert printable(table) == Table("a ", ("b",), (("c d", "ấ"), ("\n", "\t")))
    assert printable(5) == 5
    assert printable(made()) == made()


def test_a_briefing_is_clean_when_it_is_made() -> None:
    odd = replace(city.areas(), province_name="Thành phố\x07Vẽ", digest="odd")
    assert made(now=situation(city.snapshot(), odd, rules.current())).unit == "Thành phố Vẽ"
