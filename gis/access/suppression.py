"""What of a table of counts somebody may see.

A count from 1 to one less than the threshold is *small*: it might single somebody out. Small counts are hidden from
viewers, and from everybody in files. Leaders, officers and editors see exact counts on screen, in their own areas;
the role of admin alone opens none. Zero stays zero and unknown stays unknown: neither is hidden.

Hiding small counts is not enough where a total is known: so further cells are hidden until none can be worked out (see
`gis.access.hiding`). The totals of a table always count as known, because the same figures stand at the head of the
page. What is worked out from a hidden count (a rate, a share) is hidden with it.

A hidden cell is empty in `Shown.values` and true in `Shown.hidden`, so it is never mistaken for an unknown one. Sorting
by a column that holds hidden cells is left to whoever shows the table, with one warning: sort what is shown, never the
true counts, for a place in a ranking tells the count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from gis.access.hiding import Cells, Mask, hide
from gis.scope import Role, Scope
from gis.words import DEFAULT, Language, number, say

EXACT: Final[frozenset[Role]] = frozenset({"leader", "officer", "editor"})
"""Roles that see exact counts of their own areas on screen."""
TOTAL: Final = "total"
"""Name of the row with the grand total in `Shown.totals`."""

Sums = Mapping[str, Sequence[str]] | Sequence[tuple[str, Sequence[str]]]
Written = Callable[[Any, Language], str]


@dataclass(frozen=True, eq=False)
class Shown:
    """A table as somebody may see it.

    Parameters
    ----------
    values
        The table; hidden cells are empty, counts are Int64.
    hidden
        Same rows, one bool column for each count and each derived column: whether the cell is hidden.
    small
        Same shape: whether it is hidden because the count itself is small, and this may be said.
    threshold
        Least count that is not small.
    totals
        The totals of the table, seen with the same eyes: one row per group, then `TOTAL`; None in a table of totals.
    """

    values: pd.DataFrame
    hidden: pd.DataFrame
    small: pd.DataFrame
    threshold: int
    totals: Shown | None = None

    @property
    def any_hidden(self) -> bool:
        """Whether anything is hidden, so that a footnote (`note`) is due."""
        return bool(self.hidden.any(axis=None)) or (self.totals is not None and self.totals.any_hidden)

    def marks(self, language: Language = DEFAULT) -> pd.DataFrame:
        """Answer what stands in the place of each hidden cell (``<5`` or ``ẩn``), and empty text elsewhere."""
        below, protecting = (say(f"access.{key}", language, n=self.threshold) for key in ("below", "hidden"))
        texts = np.where(self.small, below, np.where(self.hidden, protecting, ""))
        return pd.DataFrame(texts, index=self.hidden.index, columns=self.hidden.columns)

    def display(self, language: Language = DEFAULT, *, formats: Mapping[str, Written] | None = None) -> pd.DataFrame:
        """Answer the table as text where it counts: hidden cells as marks, others as the language writes numbers.

        Parameters
        ----------
        language
            Language of marks and numbers.
        formats
            How to write a column; whole numbers where nothing is said.
        """
        marks, how = self.marks(language), formats or {}
        texts = {}
        for name in self.hidden.columns:
            written = [how.get(name, number)(value, language) for value in self.values[name]]
            texts[name] = np.where(self.hidden[name], marks[name], written)
        return self.values.assign(**texts)

    def note(self, language: Language = DEFAULT) -> str:
        """Answer the footnote that explains the marks."""
        return say("access.note", language, n=self.threshold)


def shown(  # noqa: PLR0913 — a table is seen in as many ways
    table: pd.DataFrame,
    scope: Scope,
    *,
    counts: Sequence[str],
    threshold: int,
    within: str | None = None,
    sums: Sums | None = None,
    derived: Mapping[str, str | Sequence[str]] | None = None,
    for_file: bool = False,
    beside: Shown | None = None,
) -> Shown:
    """Answer a table as somebody may see it.

    Parameters
    ----------
    table
        (n, …) one row per area, project or whatever else is counted. A ``ward`` column, or an index of that name, says
        which ward a row is about; without it only a scope of the whole province has areas of its own.
    scope
        Who looks.
    counts
        Columns that hold counts of people, cases or households: whole numbers, 0 or more, empty where unknown.
    threshold
        Least count that may be shown; 1 or less hides nothing.
    within
        Column of groups whose totals are known as well as the grand total.
    sums
        Count column → the count columns it is the sum of, in every row; as pairs where one is a sum in several ways.
    derived
        Column worked out from counts → the counts it depends on.
    for_file
        Whether the table leaves the screen: then nobody sees small counts.
    beside
        Another table with some of the same rows and columns, which its reader holds too: what it hides of them is
        hidden here as well, and what it tells cannot be kept back. Of some of its rows there is a total only where
        none of them is hidden there, or all that is hidden.

    Returns
    -------
    The table with its totals. Columns that are neither counts nor derived are left as they are.
    """
    exact = not for_file and scope.role in EXACT
    own = _own(table, scope) if exact else np.zeros(len(table), dtype=bool)
    body = table[list(counts)].astype("Int64")
    totals, parents = _totals(body, table[within] if within else None)
    visible = np.concatenate([own, np.full(len(totals), exact and scope.everything)])
    known = _beside(body, totals, beside)
    hidden, small = _hidden(pd.concat([body, totals]), visible, parents, sums or {}, threshold, known)
    cut = len(body)
    summed = _as_shown(totals, totals, hidden[cut:], small[cut:], {}, threshold, None)
    return _as_shown(table, body, hidden[:cut], small[:cut], derived or {}, threshold, summed)


def as_it_stands(table: pd.DataFrame, counts: Sequence[str]) -> Shown:
    """Answer a table with its totals to somebody from whom nothing is hidden, without looking for what to hide.

    Parameters
    ----------
    table, counts
        As for `shown`.
    """
    whole = pd.DataFrame([table[list(counts)].sum(min_count=1)], index=[TOTAL])
    return _open(table, counts, _open(whole, counts, None))


def _open(table: pd.DataFrame, counts: Sequence[str], totals: Shown | None) -> Shown:
    nothing = pd.DataFrame(data=False, index=table.index, columns=list(counts))
    return Shown(table, nothing, nothing, 1, totals)


def _own(table: pd.DataFrame, scope: Scope) -> Mask:
    """Answer which rows are about the areas of whoever looks."""
    if scope.wards is None:
        return np.ones(len(table), dtype=bool)
    if "ward" in table:
        return table["ward"].isin(scope.wards).to_numpy(dtype=bool)
    if table.index.name == "ward":
        return np.asarray(table.index.isin(scope.wards), dtype=bool)
    return np.zeros(len(table), dtype=bool)


def _totals(body: pd.DataFrame, groups: pd.Series | None) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """Answer the totals by group and over all, and for each row (totals too) the number of the total it is part of."""
    whole = pd.DataFrame([body.sum(min_count=1)], index=[TOTAL]).astype("Int64")
    if groups is None:
        return whole, np.append(np.zeros(len(body), dtype="intp"), -1)
    codes, names = pd.factorize(groups, use_na_sentinel=False)
    by_group = body.groupby(codes).sum(min_count=1).set_axis(names, axis="index")
    parents = np.concatenate([codes, np.full(len(names), len(names)), [-1]])
    return pd.concat([by_group, whole]), parents


def _beside(body: pd.DataFrame, totals: pd.DataFrame, other: Shown | None) -> tuple[Mask, Mask, Mask] | None:
    """Answer which cells of rows and totals another table tells, which it hides, and which of these vaguely."""
    if other is None:
        return None
    rows, columns = body.index.isin(other.hidden.index), [name for name in body if name in other.hidden]
    mine = body.index[rows]
    hidden = other.hidden.loc[mine, columns].reindex(index=body.index, columns=body.columns, fill_value=False)
    small = other.small.loc[mine, columns].reindex(index=body.index, columns=body.columns, fill_value=False)
    told = other.values.loc[mine, columns].reindex(index=body.index, columns=body.columns).astype("Int64").eq(body)
    unknown, below, vague = (np.zeros(totals.shape, dtype=bool) for _ in range(3))
    below[-1] = _torn(hidden, other)
    vague[-1] = below[-1] & ~_of_one(body, hidden & small)
    found = ((told.fillna(value=False) & ~hidden, unknown), (hidden, below), (hidden & ~small, vague))
    one, two, three = (np.concatenate([mask.to_numpy(dtype=bool), ends]) for mask, ends in found)
    return one, two, three


def _torn(hidden: pd.DataFrame, other: Shown) -> Mask:
    """Answer of which columns a choice of rows has no total, given which of its cells the table of all rows hides.

    A total that holds some of the hidden cells and not the others would tell what no total of that table tells: two
    such totals differ by the cells in which the choices differ. One that holds none of them follows from what is told,
    and one that holds them all from the total of all rows, where that is told.
    """
    inside, every = hidden.sum(), other.hidden.sum().reindex(hidden.columns, fill_value=0)
    kept_back = other.totals is not None and other.totals.hidden.loc[TOTAL].reindex(hidden.columns, fill_value=False)
    return np.asarray(inside.gt(0) & (inside.lt(every) | kept_back), dtype=bool)


def _of_one(body: pd.DataFrame, small: pd.DataFrame) -> Mask:
    """Answer in which columns the total is a single cell that is said to be small: it is said to be so as well."""
    return np.asarray(small.sum().eq(1) & body.where(small).sum().eq(body.sum()).fillna(value=False), dtype=bool)


def _hidden(
    counts: pd.DataFrame,
    visible: Mask,
    parents: NDArray[np.intp],
    sums: Sums,
    threshold: int,
    known: tuple[Mask, Mask, Mask] | None,
) -> tuple[Mask, Mask]:
    """Answer which cells of rows and totals are hidden, and which of these may be said to be small."""
    values = counts.to_numpy(dtype="float64", na_value=np.nan)
    free = np.repeat(~visible, values.shape[1]) & ~np.isnan(values).ravel()
    told, elsewhere, vague = (None, None, None) if known is None else (mask.ravel() for mask in known)
    free = free if told is None else free & ~told
    place = {name: number for number, name in enumerate(counts)}
    pairs = sums.items() if isinstance(sums, Mapping) else sums
    bound = [(place[whole], [place[part] for part in parts]) for whole, parts in pairs]
    lines = _lines(parents, values.shape[1], bound)
    cells = Cells(np.nan_to_num(values).ravel(), lines, free, threshold, elsewhere, vague)
    hiding = hide(cells)
    return hiding.hidden.reshape(values.shape), (cells.small & ~hiding.vague).reshape(values.shape)


def _lines(parents: NDArray[np.intp], width: int, sums: Sequence[tuple[int, Sequence[int]]]) -> csc_array:
    """Bind the cells, numbered row by row: parts and total of each column, parts and whole of each row."""
    height, columns = len(parents), np.arange(width)
    n_totals = int(parents.max()) + 1
    cells = np.arange(height * width).reshape(height, width)
    parts = parents >= 0
    entries = [
        ((parents[parts, None] * width + columns).ravel(), cells[parts].ravel(), 1),
        (np.arange(n_totals * width), cells[height - n_totals :].ravel(), -1),
    ]
    for number_of_sum, (whole, members) in enumerate(sums):
        line = (n_totals * width) + number_of_sum * height + np.arange(height)
        entries.append((line, cells[:, whole], -1))
        entries += [(line, cells[:, member], 1) for member in members]
    rows, places = (np.concatenate([entry[part] for entry in entries]) for part in (0, 1))
    signs = np.concatenate([np.full(len(entry[0]), entry[2], dtype="float64") for entry in entries])
    return csc_array((signs, (rows, places)), shape=(n_totals * width + len(sums) * height, height * width))


def _as_shown(
    table: pd.DataFrame,
    counts: pd.DataFrame,
    hidden: Mask,
    small: Mask,
    derived: Mapping[str, str | Sequence[str]],
    threshold: int,
    totals: Shown | None,
) -> Shown:
    mask = pd.DataFrame(hidden, index=table.index, columns=counts.columns)
    for name, needs in derived.items():
        mask[name] = mask[[needs] if isinstance(needs, str) else list(needs)].any(axis=1)
    values = table.assign(**{str(name): counts[name] for name in counts})
    values = values.assign(**{name: values[name].mask(mask[name]) for name in map(str, mask)})
    smalls = pd.DataFrame(small, index=table.index, columns=counts.columns)
    return Shown(values, mask, smalls.reindex(columns=mask.columns, fill_value=False), threshold, totals)
