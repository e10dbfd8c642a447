"""Small tables: escaped, numbers to the right, and a card a row on a phone where they are wide."""

from __future__ import annotations

import pandas as pd

from gis.ui.plain_table import headings, plain_table

TABLE = pd.DataFrame({"Nguồn": ["<b>tệp</b>"], "Số dòng": ["12"]})


def test_cells_are_escaped_and_numbers_stand_to_the_right() -> None:
    written = plain_table(TABLE, numbers=1)
    assert "<td>&lt;b&gt;tệp&lt;/b&gt;</td>" in written
    assert '<th class="number">Số dòng</th>' in written
    assert '<td class="number">12</td>' in written
    assert "stacked" not in written


def test_a_stacked_table_carries_its_headings_for_the_style_sheet() -> None:
    assert """<table class="plain stacked" style="--c1:'Nguồn';--c2:'Số dòng'">""" in plain_table(TABLE, stacked=True)


def test_a_heading_never_ends_the_style_it_stands_in() -> None:
    assert headings(["a'};b", 'c"d', "e\\f", "g\nh"]) == "--c1:'a’};b';--c2:'c&#34;d';--c3:'e⧵f';--c4:'g h'"
