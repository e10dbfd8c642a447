"""The frame around every page, and the entry script of the app.

Take the view from the address bar, draw the frame and the view bar, write the address bar, run the page.
"""

import streamlit as st

from gis.briefing.codes import codes, first_measure
from gis.ui import (
    advice,
    closed_bar,
    entrance,
    export_panel,
    frame,
    memory,
    menu,
    noting,
    process,
    province_choice,
    run,
    session,
    view_bar,
)
from gis.ui.here import Here, first_sheet, put
from gis.ui.turns import TURNS

asked = session.asked()
frame.configure(asked.view.language)
made = menu.pages(asked.view.language)
page = st.navigation(made, position="hidden")

with run.timed(), TURNS.taken(), advice.shown(asked.view.language):
    entrance.guard(asked.view.language)
    asked = province_choice.settled(asked)
    process.refresh(asked.view.known_on)
    latest = process.situation_on(process.default_as_of())
    view, problems = session.current(
        asked,
        codes=codes(latest),
        default=latest.snapshot.as_of,
        measure=first_measure(latest),
        sheet=first_sheet(process.reader()),
    )
    around = Here(view, latest)
    frame.head(made, page, around)
    view_bar.draw(around)
    session.show(view)
    with st.container(key="notices"):  # one box whatever there is to say, so that what follows keeps its place
        advice.notices(problems, view.language)
        closed_bar.draw(page, around)
    with advice.shown(view.language):
        here = Here(view, process.situation_on(view.day, view.known_on))
        with put(here):
            noting.asked_outside(problems, here)
            noting.looked(menu.screen(page), here)
            frame.empty(here)
            export_panel.draw(menu.screen(page), here)
            page.run()
            frame.foot(here)
memory.give_back()  # what a page worked out for the first time may have taken much for a moment
