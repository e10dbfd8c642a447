"""One project drawn in several pieces: features of a map that are alike in everything but their shape.

Rows of a map are *alike* where every column that is read says the same, their shapes apart. Of rows that are alike each
new shape is a *piece* of one project in one ward; a shape that stood there before says nothing new. The *footprint* of
a project is all its pieces, of whatever ward, united. Areas go before lines and lines before points: beside the outline
of a project a line or a point only marks where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from gis.errors import Finding
from gis.intake.forms import Form, Rows
from gis.intake.frames import joined
from gis.intake.shapes import sound
from gis.intake.table import listed_rows
from gis.words import Phrase

FOOTPRINT: Final = "footprint"
_LINE: Final = 1


def same_but_for_shape(rows: Rows, form: Form) -> Mapping[int, int]:
    """Answer the rows of a map that are alike, each with the first of its kind; a row that nothing is like is left out.

    A row that lacks what every row needs is like no other.
    """
    shape = next((column.derived_from for column in form.columns if column.derived_from), "")
    if not shape or not rows.has(shape) or not rows.values[shape].notna().any():
        return {}
    needed = [column.name for column in form.columns if column.required and column.name != "ward"]
    known = rows.values[[name for name in needed if rows.has(name)]].notna().all(axis=1)
    texts = joined(rows.written[known], [str(name) for name in rows.written if name != shape])
    texts = texts[texts.duplicated(keep=False)]
    first = pd.Series(texts.index, texts.index).groupby(texts.to_numpy()).transform("first")
    return {int(str(row)): int(one) for row, one in first.items()}


def shape_keys(rows: Rows) -> Mapping[int, Any]:
    """Answer what is equal for equal shapes, however they are turned: by number of each row that is like another.

    A shape that could not be read is equal to none; no shape at all says nothing that the first row does not say.
    """
    if not rows.pieces:
        return {}
    numbers = [row for row in rows.pieces if row in rows.values.index]
    cells = rows.values.loc[numbers, FOOTPRINT]
    turned = shapely.to_wkb(shapely.normalize(shapely.from_wkb(cells.to_numpy(object))))
    blank = {row: rows.text(row, FOOTPRINT) == "" for row in numbers}
    return {row: key or (None if blank[row] else str(row)) for row, key in zip(numbers, turned, strict=True)}


def united(shapes: np.ndarray) -> shapely.Geometry | None:
    """Unite shapes, those of the highest dimension only; None where that cannot be done soundly.

    Parameters
    ----------
    shapes
        (n,) shapes in EPSG:4326; one that all share is answered as it is.
    """
    shapes = shapes[_highest(shapes)]
    if len(set(shapely.to_wkb(shapely.normalize(shapes)))) == 1:
        return shapes[0]
    one = shapely.union_all(shapes)
    return sound(shapely.line_merge(one) if shapely.get_dimensions(one) == _LINE else one)


def _highest(shapes: np.ndarray) -> np.ndarray:
    dimensions = shapely.get_dimensions(shapes)
    highest: np.ndarray = dimensions == dimensions.max()
    return highest


def footprints(values: pd.DataFrame, rows: Rows) -> tuple[pd.Series, list[Finding]]:
    """Unite the shapes of each project.

    Parameters
    ----------
    values
        (n, …) rows that go in, with ``code``, ``name``, ``own`` and ``footprint`` (WKB).
    rows
        The rows of the file, for headings.

    Returns
    -------
    (p,) WKB by ``code``, of the projects that have a shape; and which pieces were joined, and which left out.
    """
    drawn = values[values[FOOTPRINT].notna()]
    found = dict(zip(drawn["code"], drawn[FOOTPRINT], strict=True))
    several = drawn[drawn["code"].duplicated(keep=False)]
    findings: list[Finding] = []
    for code, group in several.groupby("code", sort=False):
        shapes = shapely.from_wkb(group[FOOTPRINT].to_numpy(object))
        one = united(shapes)
        found[str(code)] = None if one is None else bytes(shapely.to_wkb(one))
        findings += _told(group, shapes, rows, sound=one is not None)
    return pd.Series(found, dtype=object), findings


def _told(group: pd.DataFrame, shapes: np.ndarray, rows: Rows, *, sound: bool) -> Iterator[Finding]:
    name, code, own = group[["name", "code", "own"]].iloc[0]
    highest = _highest(shapes)
    pieces = group[highest].loc[~pd.Series(shapely.to_wkb(shapely.normalize(shapes[highest]))).duplicated().to_numpy()]
    if len(pieces) > 1:
        told = "joined_shapes" if sound else "unsound_union"
        yield _finding(told, pieces, rows, {"project": f"{name} ({code})" if own else name})
    if not highest.all():
        told = "areas_before_lines" if shapely.get_dimensions(shapes).max() > _LINE else "lines_before_points"
        yield _finding(told, group[~highest], rows, {"project": f"{name} ({code})" if own else name})


def _finding(code: str, pieces: pd.DataFrame, rows: Rows, values: dict[str, Any]) -> Finding:
    numbers = pieces.index.to_numpy()
    what = Phrase(f"intake.finding.{code}", values | {"n": len(pieces), "rows": listed_rows(numbers)})
    return rows.finding(code, int(numbers[0]), FOOTPRINT, what)
