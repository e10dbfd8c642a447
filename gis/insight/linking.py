"""Which registered matters may be one case: pairs proposed to an officer, each with its reasons.

An *entry* is a case, or a petition that was registered without one. Two entries are compared only where they share a
*ground* (a file code, a place with a subject) and lie close in time, and each only with its nearest few there, so that
the work grows with the number of entries and not with its square. What speaks for a pair are its *reasons*; each weighs
something, and a pair is proposed when they weigh enough together. Names of people play no part: none is recorded.

A proposal decides nothing. What an officer found is a record (`gis.records.links`); a pair found to be one case, or not
one, is not proposed again, nor are two entries that confirmed pairs join already. Neither a proposal nor a finding
changes a case: it stays open, its clock runs, and it counts as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from gis.insight import linked, registered
from gis.insight.registered import CODED, UNKNOWN, Mask, Named, Numbers
from gis.insight.situation import Selection, Situation

CLOSE: Final = 30
"""Days between two receipts up to which they are close: people who write to several offices do so within weeks."""
AFTER_DECISION: Final = 60
"""Days after a first decision within which a second complaint is looked for: no limit of the law, which is shorter, but
so that what came by a roundabout way is found."""
NEIGHBOURS: Final = 20
"""Each entry is compared with so many that follow it on the same ground."""

WEIGHTS: Final[Mapping[str, int]] = {
    "file_code": 5,
    "next_level": 3,
    "project": 2,
    "hamlet": 2,
    "same_day": 2,
    "close": 1,
    "ward": 1,
    "subject": 1,
    "people": 1,
}
"""What each reason weighs, in the order in which reasons are told."""
ENOUGH: Final = 5
"""What the reasons of two cases weigh together at least: a shared file code alone, or place, subject and days with a
project or hamlet."""
ENOUGH_FOR_A_PETITION: Final = 3
"""The same where one is a petition: of it only ward and day are recorded, so that no more can be asked."""

_ANY_TIME: Final = 100_000


@dataclass(frozen=True)
class Ground:
    """On what entries meet.

    Parameters
    ----------
    same
        Columns that are recorded of both and equal.
    day
        Column of the days that lie close.
    within
        So many days at most.
    """

    same: tuple[str, ...]
    day: str
    within: int


GROUNDS: Final = (
    Ground(("file_code",), "received", _ANY_TIME),
    Ground(("ward", "subject"), "received", CLOSE),
    Ground(("project", "subject"), "received", CLOSE),
    Ground(("ward", "subject"), "passed", AFTER_DECISION),
)
OF_PETITIONS: Final = Ground(("ward",), "received", 0)


@dataclass(frozen=True, eq=False)
class Proposals:
    """What is proposed.

    Parameters
    ----------
    pairs
        (≤ most, 5) those with the weightiest reasons first, then those received last: ``case``, ``other_case``,
        ``petition`` (codes as in `gis.records.links.Pair`), ``weight`` and ``reasons`` (tuples of codes of `WEIGHTS`).
    whole
        How many there are in all.
    """

    pairs: pd.DataFrame
    whole: int


def proposals(selection: Selection, *, most: int) -> Proposals:
    """Propose pairs of which at least one is an open case, or a petition without a case, that the filters keep.

    Parameters
    ----------
    selection
        Whose cases and petitions.
    most
        At most so many pairs.
    """
    now = selection.situation
    entries, pairs = now.answered("linking", lambda: _proposed(now))
    petitions = selection.filters.keep(registered.unattached(now), now.districts).index
    cases = selection["open_case"]["code"]
    petition, codes = entries["petition"].to_numpy(), entries["code"]
    kept = np.where(petition, codes.isin(petitions), codes.isin(cases))
    found = pairs[kept[pairs["one"]] | kept[pairs["other"]]]
    chosen = found.head(most)
    named = _named(entries, chosen["one"].to_numpy(), chosen["other"].to_numpy())
    told = pd.Series([_told(number) for number in chosen["reasons"]], dtype="object")
    return Proposals(named.assign(weight=chosen["weight"].to_numpy(), reasons=told), len(found))


def _proposed(now: Situation) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Propose pairs among all open cases and loose petitions, best first.

    Returns
    -------
    The entries that stand in any pair, with their ``code``; and (p, 4) ``one``, ``other`` (their places), ``weight``
    and ``reasons`` (a bit for each of `WEIGHTS`). There may be hundreds of thousands: they get names when shown.
    """
    entries, named = registered.entries(now)
    entries, one, other = _touched(entries, *candidates(entries), named)
    one, other = _undecided(entries, one, other, now["case_link"])
    reasons = judged(entries, one, other)
    weight = sum((np.int8(WEIGHTS[name]) * held for name, held in reasons.items()), start=np.zeros(len(one), "int8"))
    petition, received = entries["petition"].to_numpy(), entries["received"].to_numpy()
    enough = np.where(petition[other], ENOUGH_FOR_A_PETITION, ENOUGH)
    found = np.flatnonzero((weight >= enough) & (reasons["file_code"] | ~_elsewhere(entries, one, other)))
    last = np.maximum(received[one], received[other])
    found = found[np.lexsort((other[found], one[found], -last[found], -weight[found]))]
    bits = sum(held[found].astype("int32") << place for place, held in enumerate(reasons.values()))
    columns = {"one": one[found], "other": other[found], "weight": weight[found], "reasons": bits}
    return entries[["petition", "code"]], pd.DataFrame(columns).astype("int32")


def _told(bits: int) -> tuple[str, ...]:
    """Name the reasons that hold for a pair."""
    return tuple(name for place, name in enumerate(WEIGHTS) if bits >> place & 1)


def _touched(
    entries: pd.DataFrame, one: Numbers, other: Numbers, named: Named
) -> tuple[pd.DataFrame, Numbers, Numbers]:
    """Answer only the entries that stand in a pair, with their codes, and the pairs by their new places."""
    stands = np.zeros(len(entries), dtype=bool)
    stands[one], stands[other] = True, True
    places, anew = np.flatnonzero(stands), np.cumsum(stands, dtype=np.int32) - 1
    few = entries.iloc[places].reset_index(drop=True).assign(code=named(places))
    return few, anew[one], anew[other]


def candidates(entries: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Answer which entries to compare: at most `NEIGHBOURS` for each entry on each ground.

    Parameters
    ----------
    entries
        (n, ...) as `gis.insight.registered.entries` makes them.

    Returns
    -------
    Two (p,) arrays of places, the first less than the second, no pair twice, at least one of them wanted.
    """
    wanted, petition = entries["wanted"].to_numpy(), entries["petition"].to_numpy()
    met = [_met(entries, ground, wanted) for ground in GROUNDS] + [_met(entries, OF_PETITIONS, petition)]
    pairs = np.concatenate(met)
    pairs.sort()  # where it lies: there may be millions
    once = np.diff(pairs, prepend=-1) > 0
    one, other = (ends.astype(np.int32) for ends in np.divmod(pairs[once], max(len(entries), 1)))
    lone = petition[one]  # petitions stand last: both sides would be petitions
    return (one[~lone], other[~lone]) if lone.any() else (one, other)


def _met(entries: pd.DataFrame, ground: Ground, wanted: Mask) -> Numbers:
    """Answer numbers of the pairs that meet on a ground: place of the first, times n, plus place of the second."""
    block, days = _blocks(entries, ground.same), entries[ground.day].to_numpy()
    able = (block >= 0) & (days != UNKNOWN)
    asked = np.zeros(int(block.max(initial=0)) + 1, dtype=bool)
    asked[block[wanted & able]] = True
    rows = np.flatnonzero(able & asked[block])
    rows = rows[np.lexsort((days[rows], block[rows]))]
    block, days, wanted = block[rows], days[rows], wanted[rows]
    found = [np.empty(0, np.int64)]
    for step in range(1, NEIGHBOURS + 1):
        near = (block[:-step] == block[step:]) & (days[step:] - days[:-step] <= ground.within)
        places = np.flatnonzero(near & (wanted[:-step] | wanted[step:]))
        ends = np.sort(np.stack([rows[places], rows[places + step]]), axis=0)
        found.append(_pairs(ends[0], ends[1], len(entries)))
    return np.concatenate(found)


def _blocks(entries: pd.DataFrame, names: tuple[str, ...]) -> Numbers:
    """Answer a number for each combination of some columns; negative where one of them is not recorded.

    Places and subjects are few, and a file code is a ground by itself: the numbers stay below some millions.
    """
    block = np.zeros(len(entries), dtype="int32")
    for name in names:
        codes = entries[name].to_numpy()
        unknown = (block < 0) | (codes < 0)
        block *= codes.max(initial=0) + 1
        block += codes
        block[unknown] = -1
    return block


def judged(entries: pd.DataFrame, one: Numbers, other: Numbers) -> dict[str, Mask]:
    """Answer which reasons speak for each pair of places.

    Returns
    -------
    Code of `WEIGHTS` → (p,) whether it holds.
    """
    same = {name: _same(entries[name].to_numpy(), one, other) for name in CODED}
    received, people = entries["received"].to_numpy(), entries["people"].to_numpy()
    known = (received[one] != UNKNOWN) & (received[other] != UNKNOWN)
    apart = np.abs(received[one] - received[other])
    held = {
        **same,
        "hamlet": same["ward"] & same["hamlet"],
        "next_level": _follows(entries, one, other) | _follows(entries, other, one),
        "same_day": known & (apart == 0),
        "close": known & (apart > 0) & (apart <= CLOSE),
        "people": (people[one] > 1) & (people[one] == people[other]),
    }
    return {name: held[name] for name in WEIGHTS}


def _same(codes: Numbers, one: Numbers, other: Numbers) -> Mask:
    found: Mask = (codes[one] >= 0) & (codes[one] == codes[other])
    return found


def _elsewhere(entries: pd.DataFrame, one: Numbers, other: Numbers) -> Mask:
    """Tell whether two different projects are recorded: this speaks against a pair, unless they share a file code."""
    project = entries["project"].to_numpy()
    found: Mask = (project[one] >= 0) & (project[other] >= 0) & (project[one] != project[other])
    return found


def _follows(entries: pd.DataFrame, first: Numbers, second: Numbers) -> Mask:
    """Tell whether the second is a second complaint, received soon after the decision on a first one."""
    passed, is_second = entries["passed"].to_numpy(), entries["second"].to_numpy()
    after = passed[second] - passed[first]
    known = (passed[first] != UNKNOWN) & (passed[second] != UNKNOWN)
    found: Mask = known & is_second[second] & ~is_second[first] & (after >= 0) & (after <= AFTER_DECISION)
    return found


def _undecided(entries: pd.DataFrame, one: Numbers, other: Numbers, links: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Leave out the pairs that an officer decided on, and those that confirmed pairs join already."""
    cases, petitions = _named_by(links, entries)
    groups = linked.groups(links)
    groups = groups[groups.index.isin(cases.index)]
    group = np.full(len(entries), -1)
    group[cases[groups.index]] = groups
    decided = links.loc[links["decision"].isin(linked.DECIDED), list(linked.SIDES)].astype("object")
    places = (cases, cases, petitions)
    first, second, petition = (
        decided[name].map(found).fillna(-1).to_numpy(dtype="int64") for name, found in zip(decided, places, strict=True)
    )
    second = np.maximum(second, petition)
    there = (first >= 0) & (second >= 0)
    known = _pairs(first[there], second[there], len(entries))
    left = ~_same(group, one, other) & ~np.isin(_pairs(one, other, len(entries)), known)
    return one[left], other[left]


def _named_by(links: pd.DataFrame, entries: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Answer the places of the cases, and of the petitions, that findings name, by their codes; they are few."""
    codes = pd.unique(links[list(linked.SIDES)].astype("object").to_numpy().ravel())
    named = entries.loc[entries["code"].isin(codes), ["petition", "code"]]
    places = pd.Series(named.index, index=named["code"].astype("object"))
    return places[~named["petition"].to_numpy()], places[named["petition"].to_numpy()]


def _pairs(one: Numbers, other: Numbers, n: int) -> Numbers:
    """Answer a number for each pair of places among n."""
    return one.astype(np.int64) * n + other


def _named(entries: pd.DataFrame, one: Numbers, other: Numbers) -> pd.DataFrame:
    first, second = (entries["code"].take(places).to_numpy(dtype="object") for places in (one, other))
    petition = entries["petition"].to_numpy()[other]
    others = {"other_case": np.where(petition, "", second), "petition": np.where(petition, second, "")}
    return pd.DataFrame({"case": first, **others}, dtype="object")
