"""Tables of the paper before a meeting: projects by step, and single cases and promises where they may stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from gis import words
from gis.access.suppression import TOTAL, Shown
from gis.briefing import meeting_words, rule_words, tables
from gis.briefing.paper_table import Table
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.insight import duties, limits
from gis.insight.meeting import MOST_PROJECTS, MOST_PROMISES, Pack
from gis.law.clocks import OPEN
from gis.law.terms import version_on

AHEAD: Final = duties.AHEAD
STEPS: Final = ("households", "inventoried", "approved", "paid", "deposited", "paid_not_handed_over", "handed_over")
_PARTS: Final = tuple((step, "households") for step in STEPS[1:])
_ON_SHEET: Final = ("households", "approved", "paid", "handed_over")
"""Steps whose total stands on the sheet of a place, too."""


def progress(found: Pack, counts: Seen, reading: Reading) -> Iterator[Table]:
    """Answer the projects of a place with their households by step; none where none is recorded.

    Parameters
    ----------
    found
        What is known before the meeting.
    counts
        The counts of the place, which add up the columns where all its projects are meant.
    reading
        Who reads.
    """
    if found.progress.empty:
        return
    content = _steps(found.progress, reading)
    columns = [step for step in STEPS if found.projects or _agree(step, content, counts)]
    read, left = content.display(reading.language).head(MOST_PROJECTS), len(found.progress) - MOST_PROJECTS
    note = [reading.say("meeting.note.projects")] + ([reading.say("meeting.more", n=left)] if left > 0 else [])
    note += [content.note(reading.language)] if content.any_hidden else []
    yield Table(
        title=reading.say("meeting.section.progress"),
        headings=tuple(reading.say(f"meeting.column.{name}") for name in ("project", "stage", *columns)),
        rows=tuple(
            (reading.name("project", str(code)), reading.name("stage", str(read.at[code, "stage"])),
             *(str(read.at[code, step]) for step in columns))
            for code in read.index
        ),
        note=" ".join(note),
        texts=(0, 1),
    )  # fmt: skip


def _steps(table: pd.DataFrame, reading: Reading) -> Shown:
    desk = reading.desk
    return tables.suppressed(
        table[["stage", *STEPS]],
        scope=desk.reader,
        threshold=desk.suppress_below,
        counts=STEPS,
        derived={},
        parts=_PARTS,
    )


def _agree(step: str, content: Shown, counts: Seen) -> bool:
    """Answer whether table and sheet hide the total of a step alike; else one would tell what the other hides."""
    if step not in _ON_SHEET:
        return True
    return content.totals is not None and bool(content.totals.hidden.at[TOTAL, step]) != counts.tells(step)


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
