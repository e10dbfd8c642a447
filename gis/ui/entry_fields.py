"""Fields of a form on a page: pick-lists, days and numbers, and what became of what was filled in.

A field's widget carries how often the form was sent, so that a form that was recorded stands empty again. What is not
filled in is left out: it says nothing. Names of persons cannot be picked; the little that is typed passes the gate of
`gis.intake`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from gis.access import people
from gis.errors import Finding, LandmapError
from gis.intake.entry import Entered, entered
from gis.intake.table import Cell
from gis.records.batch import Batch
from gis.records.declaration import Entity, describe
from gis.ui import acts, process
from gis.ui.here import Here

LONGEST: Final = 60
"""Letters of the number of a document."""

_PERSONAL: Final = "personal"


@dataclass(frozen=True)
class Fields:
    """The fields of one form of one reader.

    Parameters
    ----------
    name
        Of the form; part of the keys of its widgets.
    entity
        Whose fields it fills in.
    here
        Who writes.
    """

    name: str
    entity: Entity
    here: Here

    def key(self, field: str) -> str:
        """Name the widget of a field."""
        return f"{self.here.language}:{self.name}:{st.session_state.get(self._sent, 0)}:{field}"

    @property
    def _sent(self) -> str:
        return f"{self.name}_sent"

    def renew(self) -> None:
        """Empty the form; for callbacks."""
        st.session_state[self._sent] = st.session_state.get(self._sent, 0) + 1

    def value(self, field: str) -> Any:
        """Answer what was filled in; None where nothing was."""
        return st.session_state.get(self.key(field)) or None

    def label(self, field: str) -> str:
        """Name a field as its declaration does; what is picked by its name is not called a code."""
        if self.entity[field.split(":", maxsplit=1)[0]].kind == "ref":
            return self.here.say(f"entry.ref.{field}")
        return self.entity[field.split(":", maxsplit=1)[0]].label.say(self.here.language)

    def pick(
        self,
        field: str,
        options: Sequence[str] | None = None,
        named: Callable[[str], str] | None = None,
        *,
        others: bool = False,
    ) -> None:
        """Draw a pick-list; of the declared choices where no others are given.

        Parameters
        ----------
        field
            What is picked.
        options
            What there is to pick.
        named
            Says one of them.
        others
            Whether what is not in the list may be typed; it passes the gate as any text does.
        """
        declared = self.entity[field.split(":", maxsplit=1)[0]]
        codes = [choice.code for choice in declared.choices] if options is None else list(options)
        said = named or (lambda code: describe(code, declared).say(self.here.language))
        st.selectbox(
            self.label(field),
            codes,
            index=None,
            key=self.key(field),
            format_func=said,
            placeholder=self.here.say("entry.pick_or_type" if others else "entry.pick"),
            accept_new_options=others,
        )

    def day(self, field: str, *, latest: dt.date | None = None) -> None:
        """Draw a day; an event lies no later than today."""
        st.date_input(
            self.label(field),
            value=None,
            max_value=latest,
            key=self.key(field),
            format="DD/MM/YYYY",
        )

    def count(self, field: str) -> None:
        """Draw a number."""
        st.number_input(self.label(field), value=None, min_value=0, max_value=100_000, step=1, key=self.key(field))

    def number_of_document(self, field: str) -> None:
        """Draw the one kind of text there is: the number of a document."""
        st.text_input(
            self.label(field), key=self.key(field), max_chars=LONGEST, help=self.here.say("entry.number_help")
        )

    def filled(self, *fields: str) -> dict[str, Cell]:
        """Answer what was filled in, without what was not; a number of 0 is something."""
        found = {field: st.session_state.get(self.key(field)) for field in fields}
        return {field: value for field, value in found.items() if value is not None and value != ""}


def judged(kind: str, row: Mapping[str, Cell], known: Mapping[str, pd.DataFrame], here: Here) -> Entered:
    """Hold what was filled in against the gate of files."""
    areas = here.situation.areas
    return entered(
        kind,
        row,
        areas,
        province=here.desk.reader.province,
        known=known,
        today=process.today(),
        language=here.language,
    )


def codes(*found: str | None) -> pd.DataFrame:
    """Answer records that were picked from a list, as what may be referred to."""
    return pd.DataFrame({"code": [code for code in found if code]}, dtype="object")


def refuse(findings: Sequence[Finding], here: Here) -> None:
    """Say on the next run what has to be mended, and leave the form as it was filled in; for callbacks."""
    for each in findings:
        personal = each.code.startswith(_PERSONAL)
        said = here.say("entry.personal", column=each.column) if personal else each.what.say(here.language)
        acts.say_next("refused", said)
    acts.say_next("note", here.say("entry.refused"))


def record(frames: Mapping[str, pd.DataFrame], here: Here, *fields: Fields, done: str) -> None:
    """Record what passed the gate as one batch, and say so on the next run; for callbacks.

    Parameters
    ----------
    frames
        Entity → what is recorded of it.
    here
        Who writes.
    fields
        The forms that are emptied.
    done
        What is said when it is recorded.
    """
    batch = Batch(dict(frames), source=here.say("entry.source"), kind="form", demo=here.demo)
    try:
        process.record(batch, people.may_enter)
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
        acts.say_next("note", here.say("entry.refused"))
    else:
        acts.say_next("done", done)
        acts.say_next("note", done)
        for each in fields:
            each.renew()
