"""Small tables: escaped, numbers to the right, and a card a row on a phone where they are wide."""

from __future__ import annotations

import pandas as pd

from gis.ui.plain_table import plain_table

TABLE = pd.DataFrame({"Nguồn": ["<b>tệp</b>"], "Số dòng": ["12"]})


def test_cells_are_escaped_and_numbers_stand_to_the_right() -> None:
    written = plain_table(TABLE, numbers=1)
    assert "<td>&lt;b&gt;tệp&lt;/b&gt;</td>" in written
    assert '<th class="number">Số dòng</th>' in written
    assert '<td class="number">12</td>' in written
    assert "stacked" not in written


def test_a_stacked_table_carries_its_headings_for_the_style_sheet() -> None:
    assert """<table class="plain stacked" style="--c1:&#39;Nguồn&#39;;--c2:&#39;Số dòng&#39;">""" in plain_table(
        TABLE, stacked=True
    )
