"""Lists of projects: what each row means, and how rows become projects and their wards.

A row is one project in one ward. The project is recognised by its code where the list has codes, else by its folded
name and agency, from which a code is made that is the same in every file. So rows of different wards with one name and
agency are one project with several wards.

Areas are never counted twice:

* The same project in the same ward goes in once. An exact repetition says nothing new, unless a map draws another piece
  of the project with it (`gis.intake.pieces`). A row of the same ward and name that says something else may be a
  correction, a part or another project: nobody but the sender knows, so the first stands and the others stay out until
  they are told apart, by a sum, another name or codes of their own.
* Rows of a project that all state one project area state the whole of it, if their recovered areas fit into it
  together. That whole is the project's; how much of it lies in each ward is not known.
* Where they do not fit, the recovered area is the whole as well, and its parts by ward are not known.
* An area of zero, or a recovered area of more than twice the project's, is not recorded: unknown is not zero, and a
  decimal mark that slipped would outweigh a hundred true rows. Less excess than that is pointed out and recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from gis.areas.names import fold
from gis.errors import Finding
from gis.intake.forms import Column, Form, Gathered, Rows
from gis.intake.frames import blank, joined, typed
from gis.intake.lists import WARD_NAME
from gis.intake.pieces import FOOTPRINT, footprints, shape_keys
from gis.intake.project_areas import AREAS, Shares, plausible, share_out
from gis.intake.project_totals import complete_totals
from gis.intake.vocabulary import purpose_kind
from gis.records.entities.projects import PROJECT, PROJECT_WARD
from gis.words import Phrase

_DIGITS: Final = 10
"""Hexadecimal digits of a made code: the chance that two of 10,000 projects share one is 1 in 20,000."""

_AUCTION: Final = fold("Đấu giá")
_OF_A_ROW: Final = frozenset({"ward", "code", "announced_on", FOOTPRINT, *AREAS})
"""Columns in which rows of one project may differ."""

_IN_PLACE_OF_AGENCY: Final = ("agency", "compensating_unit", "investor", "ward")
"""Who tells two projects of one name apart: the first that is known."""


def project_code(name: str, agency: str) -> str:
    """Make the code of a project that has none: the same for every spelling of its name and agency."""
    return _made_code(fold(name), fold(agency))


def _made_code(name: str, agency: str) -> str:
    key = f"{name}|{agency}"
    return "DA-" + hashlib.sha256(key.encode()).hexdigest()[:_DIGITS].upper()


def gather_projects(rows: Rows) -> Gathered:
    """Make projects and their wards of rows that have a ward and a name."""
    values, purposes = _with_kind(_recognised(rows), rows)
    pieces, repeats = _sorted_out(values, rows)
    shapes, joinings = _footprints(values.drop(index=[finding.row for finding in repeats]), rows)
    kept = values.drop(index=[*(finding.row for finding in repeats), *pieces])
    kept, doubts = plausible(kept, rows)
    shares = share_out(kept, rows)
    told = (*joinings, *doubts, *shares.findings, *_differing(kept, rows), *_namesakes(kept, rows))
    wards = _wards(kept, shares, rows.drawn)
    frames = _frames(kept.assign(**shapes), shares, wards)
    return Gathered(frames, _with_pieces(_links(kept, wards), pieces), (*purposes, *repeats, *told))


def _recognised(rows: Rows) -> pd.DataFrame:
    """Add to each row its folded name, whether it has a code of its own, and its code.

    A derived ward tells no projects apart: with better boundaries it may be another.
    """
    values = rows.values
    present = values[[name for name in _IN_PLACE_OF_AGENCY if name in values]]
    present = present.assign(ward=present["ward"].mask(rows.first().isin(rows.drawn["row"]), ""))
    agency = present.bfill(axis="columns").iloc[:, 0]
    own = values.get("code", blank(values.index))
    folded = values["name"].map(fold)
    # Few agencies register many projects each: folding every one of them once is enough.
    agencies = agency.map({text: fold(text) for text in agency.unique()})
    made = [_made_code(name, who) for name, who in zip(folded, agencies, strict=True)]
    return values.assign(code=own.where(own.notna(), made), own=own.notna(), folded=folded)


def _with_kind(values: pd.DataFrame, rows: Rows) -> tuple[pd.DataFrame, list[Finding]]:
    """Tell the kind of each project from its purpose, where no column states it."""
    stated = values.get("kind", blank(values.index))
    texts = values.get("purpose", blank(values.index))
    purposes = texts.map({text: purpose_kind(text) for text in texts.dropna().unique()}).astype(object)
    auction = _auctions(values, rows)
    unknown = stated.isna() & purposes.isna() & texts.notna() & ~auction
    kinds = stated.where(stated.notna(), purposes.mask(auction, "land_auction").mask(unknown, "other"))
    findings = [
        Finding(
            "unknown_purpose", Phrase("intake.finding.unknown_purpose"), int(row), rows.heading("purpose"), texts[row]
        )
        for row in values.index[unknown]
    ]
    told = stated.isna() & auction
    if told.any():
        what = Phrase("intake.finding.auctions", {"n": int(told.sum())})
        findings.append(Finding("auctions", what, 0, rows.heading("funding")))
    return (values.assign(kind=kinds) if kinds.notna().any() else values), findings


def _auctions(values: pd.DataFrame, rows: Rows) -> pd.Series:
    if not rows.has("funding"):
        return pd.Series(data=False, index=values.index)
    texts = rows.written["funding"].reindex(values.index)
    return texts.map({text: fold(text).startswith(_AUCTION) for text in texts.unique()}).astype(bool)


def _sorted_out(values: pd.DataFrame, rows: Rows) -> tuple[dict[int, int], list[Finding]]:
    """Tell the rows that draw one more piece, each with the row it belongs to, from those that repeat another."""
    pieces: dict[int, int] = {}
    repeats = []
    keys = shape_keys(rows)
    seen: dict[tuple[int, Any], int] = {}
    for row, first in _repeated(values):
        group = rows.pieces.get(row)
        if group is None or group != rows.pieces.get(first):
            repeats.append(_repeat(rows, row, first))
            continue
        seen.setdefault((first, keys[first]), first)
        twin = seen.setdefault((first, keys[row]), row) if keys[row] else first
        if twin == row:
            pieces[row] = first
        else:
            repeats.append(_repeat(rows, row, twin))
    return pieces, repeats


def _footprints(values: pd.DataFrame, rows: Rows) -> tuple[dict[str, pd.Series], list[Finding]]:
    if FOOTPRINT not in values:
        return {}, []
    shapes, findings = footprints(values, rows)
    return {FOOTPRINT: values["code"].map(shapes).where(lambda one: one.notna(), None)}, findings


def _repeated(values: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Answer each row whose project has gone in for its ward already, and the row that went in."""
    by_code: dict[tuple[str, str], int] = {}
    by_name: dict[tuple[str, str], int] = {}
    for row, ward, code, name, own in values[["ward", "code", "folded", "own"]].itertuples(name=None):
        first = by_code.get((ward, code))
        if first is None and not own:
            first = by_name.get((ward, name))
        if first is not None:
            yield row, first
            continue
        by_code[ward, code] = row
        if not own:
            by_name[ward, name] = row


def _repeat(rows: Rows, row: int, first: int) -> Finding:
    this, other = rows.written.loc[row], rows.written.loc[first]
    different = [name for name in rows.written.columns if name != FOOTPRINT and this[name] != other[name]]
    code = "same_ward_and_name" if this["name"] == other["name"] else "spelled_alike"
    if not different:
        code = "duplicate_row"
    elif rows.has("code") and this["code"]:
        code = "same_ward_and_code"
    if different and rows.has(FOOTPRINT) and _draws_more(rows, row, first):
        code = "same_ward_other_shape"
    columns = "; ".join(f"{rows.heading(name)}: {other[name] or '–'} → {this[name] or '–'}" for name in different)
    what = Phrase(
        f"intake.finding.{code}", {"first": str(first), "differences": columns} if different else {"first": str(first)}
    )
    return rows.finding(code, row, "name", what, refused=True)


def _draws_more(rows: Rows, row: int, first: int) -> bool:
    this, other = rows.values.loc[[row, first], FOOTPRINT]
    return this is not None and this != other


def _differing(kept: pd.DataFrame, rows: Rows) -> Iterator[Finding]:
    """Name what a row says of its project that an earlier row said otherwise; the earlier one stands."""
    several = kept[kept["code"].duplicated(keep=False)]
    of_project = [name for name in rows.values.columns if name not in _OF_A_ROW]
    for _, group in several.groupby("code", sort=False):
        for name in of_project:
            said = group[name].dropna()
            for row in said.index[said.map(_comparable) != _comparable(said.iloc[0])] if len(said) else ():
                first = said.index[0]
                values = {"first": str(first), "stated": rows.text(first, name)}
                what = Phrase("intake.finding.project_differs", values)
                yield rows.finding("project_differs", int(row), name, what)


def _comparable(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


def _namesakes(kept: pd.DataFrame, rows: Rows) -> Iterator[Finding]:
    """Name projects that go by the name of another, registered by somebody else in another ward."""
    projects = kept[~kept["own"].astype(bool)].drop_duplicates("code")
    first = projects.drop_duplicates("folded").reset_index(names="row").set_index("folded")["row"]
    again = projects[projects["folded"].duplicated()]
    for row, name in zip(again.index, again["folded"], strict=True):
        what = Phrase("intake.finding.same_name_other_agency", {"first": str(first[name])})
        column = "agency" if rows.has("agency") else "name"
        yield rows.finding("same_name_other_agency", int(row), column, what)


def _frames(kept: pd.DataFrame, shares: Shares, wards: pd.DataFrame) -> dict[str, pd.DataFrame]:
    names = [name for name in PROJECT.names if name in kept and name not in ("code", *AREAS)]
    projects = kept.groupby("code", sort=False)[names].first().join(shares.totals).reset_index()
    return {"project": typed(projects, PROJECT), "project_ward": typed(_once(wards), PROJECT_WARD)}


def _once(wards: pd.DataFrame) -> pd.DataFrame:
    """Add up what rows of one project say of one ward: rows that differ are its parts."""
    keys = joined(wards, PROJECT_WARD.key)
    if not keys.duplicated().any():
        return wards
    areas = [name for name in AREAS if name in wards]
    parts = wards[areas].astype("float64").groupby(keys)
    # An unknown part makes an unknown whole.
    sums = parts.transform("sum").mask(parts.transform("count").lt(parts.transform("size"), axis="index"))
    return wards.assign(**{name: sums[name].to_numpy() for name in areas})[~keys.duplicated().to_numpy()]


def _wards(kept: pd.DataFrame, shares: Shares, drawn: pd.DataFrame) -> pd.DataFrame:
    """Answer each project in each of its wards, by number of row; where wards were derived, a row has several."""
    days = {"announced_on": kept["announced_on"]} if "announced_on" in kept else {}
    stated = pd.DataFrame({"project": kept["code"], "ward": kept["ward"]} | days).join(shares.wards)
    several = drawn[drawn["row"].isin(kept.index) & drawn["row"].duplicated(keep=False)]
    if several.empty:
        return stated
    parts = several.set_index(several["row"].astype("int64"))[["ward", "hectares"]]
    about = stated[["project", *days]].loc[parts.index].reset_index(drop=True)
    parts = about.assign(ward=parts["ward"].to_numpy(), area=parts["hectares"].to_numpy(float)).set_axis(parts.index)
    return pd.concat([stated.drop(index=parts.index.unique()), parts]).sort_index(kind="stable")


def _links(kept: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    projects = pd.Series(pd.factorize(kept["code"])[0], kept.index)
    places, _ = pd.factorize(joined(wards, PROJECT_WARD.key))
    return pd.DataFrame({"project": projects.loc[wards.index], "project_ward": places}, index=wards.index)


def _with_pieces(links: pd.DataFrame, pieces: Mapping[int, int]) -> pd.DataFrame:
    """Let each further piece be linked as the row it belongs to."""
    if not pieces:
        return links
    more = [links.loc[[first]].set_axis([row] * int((links.index == first).sum())) for row, first in pieces.items()]
    return pd.concat([links, *more]).sort_index(kind="stable")


PROJECTS: Final = Form(
    "projects",
    (PROJECT, PROJECT_WARD),
    (
        # A code is looked for before a name, so that "Mã xã" is never taken for the name of a ward.
        Column("ward", PROJECT_WARD["ward"], required=True, instead="ward_name", derived_from="footprint"),
        WARD_NAME,
        Column("name", PROJECT["name"], required=True),
        *(Column(name, PROJECT[name]) for name in PROJECT.names if name != "name"),
    ),
    gather_projects,
    complete_totals,
)
