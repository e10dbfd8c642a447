"""What a reporting period's paper says in sentences, as an office reports it: so many, more or fewer than before.

A count is held against the period before and the same period last year: *rises*, *falls*, *is the same*. Of a period
nobody knows anything of that is said once; a figure unknown in a known period says so where it stands. A change is left
out where it would tell a hidden count, of now or of then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gis import words
from gis.briefing.monthly_counts import Counted, Month
from gis.briefing.reading import Reading


@dataclass(frozen=True, eq=False)
class Teller:
    """Says counts in sentences.

    Parameters
    ----------
    counted
        All counts of the paper.
    months
        The periods that are known.
    reading
        Who reads.
    """

    counted: Counted
    months: Mapping[str, Month | None]
    reading: Reading

    @property
    def then(self) -> tuple[str, ...]:
        """The earlier periods to compare with: each once, those that are known."""
        same = self.reading.compared.before == self.reading.compared.last_year
        names = ("last_year",) if same else ("before", "last_year")
        return tuple(name for name in names if self.months.get(name) is not None)

    @property
    def missing(self) -> tuple[str, ...]:
        """The earlier periods nothing is known of."""
        same = self.reading.compared.before == self.reading.compared.last_year
        names = ("last_year",) if same else ("before", "last_year")
        return tuple(name for name in names if self.months.get(name) is None)

    def say(self, phrase: str, **values: object) -> str:
        """Say a phrase of the paper."""
        return self.reading.say(f"monthly.{phrase}", **values)

    def n(self, name: str) -> str:
        """Answer a count of the period as it is read in a sentence."""
        text, below = self.counted.seen[f"now.{name}"], self.reading.desk.suppress_below
        if self.counted.seen.tells(f"now.{name}"):
            return text
        return self.say("below" if text == self.reading.say("access.below", n=below) else "hidden", n=below)

    def change(self, name: str) -> str:
        """Say how a count differs from the earlier periods, each after a comma; nothing where it may not be read."""
        return "".join(f", {text}" for text in self._changes(name))

    def _changes(self, name: str) -> Iterator[str]:
        numbers, now = self.counted.numbers, self.counted.numbers[f"now.{name}"]
        for period in self.then:
            old = numbers.get(f"{period}.{name}")
            if now is None or not self.counted.seen.tells(f"now.{name}"):
                continue
            if old is None:
                yield self.say("unknown", period=self.say(period))
            elif self.counted.seen.tells(f"{period}.{name}"):
                yield self._differs(now - old, old, period)

    def _differs(self, difference: int, old: int, period: str) -> str:
        if not difference:
            return self.say("same", period=self.say(period))
        share = words.percent(abs(difference) / old, self.reading.language) if old else ""
        size = words.number(abs(difference), self.reading.language) + (f" ({share})" if share else "")
        return self.say("rises" if difference > 0 else "falls", n=size, period=self.say(period))

    def rate(self, part: str, whole: str) -> str:
        """Say a share in brackets with its change in percentage points; nothing where a count of it is hidden."""
        now = self._share("now", part, whole)
        if now is None:
            return ""
        shares = {period: self._share(period, part, whole) for period in self.then}
        said = (self._points(now - old, period) for period, old in shares.items() if old is not None)
        return " (" + "".join((words.percent(now, self.reading.language), *(f", {text}" for text in said))) + ")"

    def _share(self, period: str, part: str, whole: str) -> float | None:
        names = f"{period}.{part}", f"{period}.{whole}"
        if not self.counted.known(*names):
            return None
        top, bottom = (self.counted.numbers[name] or 0 for name in names)
        return top / bottom if bottom else None

    def _points(self, difference: float, period: str) -> str:
        points = round(100 * difference, 1)
        if not points:
            return self.say("same", period=self.say(period))
        size = self.reading.say("period.points", n=words.number(abs(points), self.reading.language, digits=1))
        return self.say("rises" if points > 0 else "falls", n=size, period=self.say(period))


def paragraphs(teller: Teller) -> tuple[str, ...]:
    """Answer the paragraphs of the paper: cases, reception, clearance, commitments, and what nothing is known of."""
    recorded = teller.reading.situation.recorded
    texts = [
        text
        for part, said in _PARTS.items()
        for text in ([one(teller) for one in said] if recorded(part) else [teller.say(f"nothing.{part}")])
    ]
    gaps = [teller.say("no_period", period=teller.say(period)) for period in teller.missing]
    return (*texts, *([" ".join(gaps)] if gaps else []))


def _flow(teller: Teller) -> str:
    n, change = teller.n, teller.change
    return " ".join((
        teller.say("received", n=n("whole.received"), change=change("whole.received"),
                   carried=n("whole.carried_over"), whole=n("whole.to_resolve")),
        teller.say("resolved", n=n("whole.resolved"), change=change("whole.resolved"), part=n("within.resolved"),
                   whole=n("within.to_resolve"), rate=teller.rate("within.resolved", "within.to_resolve")),
    ))  # fmt: skip


def _left(teller: Teller) -> str:
    n, change = teller.n, teller.change
    return " ".join((
        teller.say("left", n=n("whole.left"), change=change("whole.left"), late=n("whole.overdue"),
                   late_change=change("whole.overdue")),
        teller.say("unexecuted", n=n("whole.unexecuted"), change=change("whole.unexecuted")),
    ))  # fmt: skip


def _reception(teller: Teller) -> str:
    n, change, month = teller.n, teller.change, teller.months["now"]
    roles = month.roles if month else None
    days = {role: 0 if roles is None else int(roles["days"][role]) for role in ("party_secretary", "chairman")}
    return " ".join((
        teller.say("turns", n=n("form.turns"), change=change("form.turns"), people=n("form.people"),
                   people_change=change("form.people"), crowds=n("form.crowds")),
        teller.say("days", secretary=days["party_secretary"], chairman=days["chairman"]),
    ))  # fmt: skip


def _clearance(teller: Teller) -> str:
    n, change = teller.n, teller.change
    if teller.counted.numbers["now.progress.households"] is None:
        return teller.say("nothing.household_file")
    steps = [
        teller.say(step, n=n(f"progress.{step}"), change=change(f"progress.{step}"))
        for step in ("approved", "paid", "handed_over", "late")
    ]
    return teller.say("households", n=n("progress.households")) + " " + "; ".join(steps) + "."


def _promises(teller: Teller) -> str:
    n, change = teller.n, teller.change
    return " ".join((
        teller.say("given", n=n("promises.given"), kept=n("promises.kept"), in_time=n("promises.kept_in_time")),
        teller.say("pending", n=n("promises.pending"), change=change("promises.pending"), late=n("promises.overdue"),
                   late_change=change("promises.overdue")),
    ))  # fmt: skip


_PARTS: Final[Mapping[str, Sequence[Callable[[Teller], str]]]] = {
    "case": (_flow, _left),
    "reception": (_reception,),
    "project": (_clearance,),
    "commitment": (_promises,),
}
"""Entity → what says its paragraphs, in reading order."""
