"""Tables of the paper before a meeting: projects by step, and single cases and promises where they may stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from gis import words
from gis.access.together import Elsewhere
from gis.briefing import agreed, meeting_words, monthly_projects, rule_words, told
from gis.briefing.count_names import OF_PROGRESS
from gis.briefing.paper_table import Table
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.insight import duties, limits
from gis.insight.meeting import MOST_PROJECTS, MOST_PROMISES, Pack
from gis.law.clocks import OPEN
from gis.law.terms import version_on

AHEAD: Final = duties.AHEAD
STEPS: Final = (
    "households", "inventoried", "approved", "paid", "deposited", "paid_not_handed_over", "handed_over", "late",
)  # fmt: skip
_ON_SHEET: Final = {step: OF_PROGRESS[step] for step in STEPS if step in OF_PROGRESS}
"""Step → the total on which other papers of the place agree, where it is as large."""


def progress(found: Pack, alone: Reading, reading: Reading) -> Iterator[Table]:
    """Answer the projects of a place with their households by step; none where none is recorded.

    Parameters
    ----------
    found
        What is known before the meeting.
    alone
        The reading of the place.
    reading
        The reading it was asked from, of whose choice other papers may be made.
    """
    if found.progress.empty:
        return
    seen = _steps(found, alone, reading)
    rows, left = found.progress.head(MOST_PROJECTS), len(found.progress) - MOST_PROJECTS
    note = [alone.say("meeting.note.projects")] + ([alone.say("meeting.more", n=left)] if left > 0 else [])
    note += [told.note(alone)] if seen.hidden else []
    yield Table(
        title=alone.say("meeting.section.progress"),
        headings=tuple(alone.say(f"meeting.column.{name}") for name in ("project", "stage", *STEPS)),
        rows=tuple(
            (alone.name("project", str(code)), _stage(stage, alone),
             *(seen.texts.get(f"{code}.{step}", words.NOTHING) for step in STEPS))
            for code, stage in rows["stage"].items()
        ),
        note=" ".join(note),
        texts=(0, 1),
    )  # fmt: skip


def _stage(code: Any, reading: Reading) -> str:
    return words.NOTHING if pd.isna(code) else reading.name("stage", str(code))


def _steps(found: Pack, alone: Reading, reading: Reading) -> Seen:
    """Look at the households of all projects together, and beside what other papers tell of the place or project."""
    table = found.progress[list(STEPS)]
    numbers = {f"{code}.{step}": _known(n) for step in STEPS for code, n in table[step].items()}
    numbers |= {str(step): _known(n) for step, n in table.sum(min_count=1).items()}
    other = agreed.of(alone).elsewhere(numbers, _ON_SHEET)
    if found.projects:
        other = other.with_(_of_projects(numbers, reading))
    return told.of(numbers, alone, wholes=list(_wholes(numbers, table.index)), elsewhere=other)


def _known(n: Any) -> int | None:
    return None if pd.isna(n) else int(n)


def _of_projects(numbers: dict[str, int | None], reading: Reading) -> Elsewhere:
    """Answer what the report of the period keeps back of the projects that are meant."""
    whole = monthly_projects.decided(reading).hidden
    return Elsewhere(hidden={name: whole[f"project.{name}"] for name in numbers if f"project.{name}" in whole})


def _wholes(numbers: dict[str, int | None], codes: pd.Index) -> Iterator[tuple[str, list[str]]]:
    for step in STEPS:
        parts = [name for code in codes if numbers[name := f"{code}.{step}"] is not None]
        if parts:
            yield step, parts
    for code in codes:
        for step in STEPS[1:]:
            if numbers[f"{code}.{step}"] is not None and numbers[f"{code}.households"] is not None:
                yield f"{code}.households", [f"{code}.{step}"]


def single(found: Pack, reading: Reading) -> Iterator[Table]:
    """Answer the single cases that will be talked about, and what was promised: only for a paper that may."""
    if not found.cases.empty:
        yield _cases(found, reading)
    if found.promises is not None and not found.promises.empty:
        yield _promises(found.promises, reading)


def _cases(found: Pack, reading: Reading) -> Table:
    names = ("code", "class", "subject", "received", "limits", "decides")
    rows = zip(found.cases.index, found.cases.to_dict("records"), strict=True)
    return Table(
        title=reading.say("meeting.section.cases"),
        headings=tuple(reading.say(f"meeting.paper.{name}") for name in names),
        rows=tuple(_case(str(code), case, found.limits, reading) for code, case in rows),
        note=reading.say("meeting.paper.limits_note"),
        texts=tuple(range(len(names))),
    )


def _case(code: str, case: dict[Any, Any], known: pd.DataFrame, reading: Reading) -> tuple[str, ...]:
    mine = limits.under_way(known[known["code"] == code]).to_dict("records")
    kinds = [_named(name, case[name], reading) for name in ("case_class", "level") if pd.notna(case[name])]
    body = reading.say("meeting.not_recorded") if pd.isna(case["deciding_body"]) else str(case["deciding_body"])
    return (
        code,
        " ".join([kinds[0], *(kind.lower() for kind in kinds[1:])]) if kinds else words.NOTHING,
        _named("subject", case["subject"], reading),
        words.date(case["received_on"]),
        "\n".join(_limit(line, reading) for line in mine) or reading.say("meeting.paper.no_limit"),
        body,
    )


def _named(which: str, code: Any, reading: Reading) -> str:
    return words.NOTHING if pd.isna(code) else reading.name(which, str(code))


def _limit(line: dict[Any, Any], reading: Reading) -> str:
    """Say a limit with its article, its last day and where it stands; one nobody checked is never called overdue."""
    rule = version_on(reading.situation.rules.of(str(line["clock"])), reading.view.day)
    name = f"{rule_words.named(rule, reading)} ({rule.article.say(reading.language)})"
    if line["state"] not in OPEN or pd.isna(line["days_left"]):
        return f"{name}: {reading.say('law.state.' + str(line['state']))}"
    left = int(line["days_left"])
    past = "past_own" if rule.own else "past" if line["verified"] else "past_unverified"
    said = reading.say(f"duties.said.{past if left < 0 else 'coming'}", n=abs(left))
    return f"{name}: {reading.say('meeting.limits.due', day=line['due'])}, {said}"


def _promises(promises: pd.DataFrame, reading: Reading) -> Table:
    names, left = ("kind", "state", "due", "body", "notice"), len(promises) - MOST_PROMISES
    return Table(
        title=reading.say("meeting.section.promises"),
        headings=tuple(reading.say(f"meeting.column.{name}") for name in names),
        rows=tuple(_promise(line, reading) for line in promises.head(MOST_PROMISES).to_dict("records")),
        note=reading.say("meeting.more", n=left) if left > 0 else "",
        texts=tuple(range(len(names))),
    )


def _promise(line: dict[Any, Any], reading: Reading) -> tuple[str, ...]:
    return (
        meeting_words.promised(line["kind"], reading),
        meeting_words.standing(line, reading),
        words.date(line["due_by"]),
        words.NOTHING if pd.isna(line["leading_body"]) else str(line["leading_body"]),
        meeting_words.notice(line, reading),
    )
