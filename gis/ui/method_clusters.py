"""How clusters are told and named, from the constants and rules that run, and whether they stand in the old units."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.filters import Filters
from gis.insight import adjacency, early_areas, hotspots, old_units, rates, shrinkage, trends
from gis.insight.trends import ANY_MONTHS, RULES, Rule
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

SEED: Final = 1
MOST: Final = 20
"""So many wards are named; the rest is counted."""
_SECTION = Markup('<h2 class="section">{}</h2>')
_PART = Markup('<h3 class="links-title">{}</h3>')
_TEXT = Markup('<p class="text">{}</p>')
_HINT = Markup('<p class="hint">{}</p>')


def draw(here: Here) -> None:
    """Draw the part."""
    st.html(_SECTION.format(here.say("method.clusters.title")) + _how(here) + _classes(here))
    st.html(_PART.format(here.say("method.old.title")) + _HINT.format(here.say("method.old.lead")))
    with st.spinner(here.say("method.old.working")):
        st.html(_old_units(here))


def _how(here: Here) -> Markup:
    numbers: dict[str, Any] = {
        "permutations": hotspots.PERMUTATIONS,
        "level": round(100 * hotspots.LEVEL),
        "replicates": early_areas.REPLICATES,
        "circle": round(100 * early_areas.CIRCLE),
        "risk": early_areas.LEAST_RISK,
        "span": early_areas.SPAN,
        "exposure": round(shrinkage.LEAST_EXPOSURE),
        "seed": SEED,
    }
    parts = ("rate", "gi", "scan", "told", "muted")
    lines = Markup().join(
        Markup("<li><b>{}</b> {}</li>").format(
            here.say(f"method.clusters.{part}.name"), here.say(f"method.clusters.{part}.text", **numbers)
        )
        for part in parts
    )
    return Markup('<ul class="checks">{}</ul>').format(lines)


def _classes(here: Here) -> Markup:
    """Write the rules that run, the first that fits first."""
    rows = pd.DataFrame(
        {
            here.say("method.class.column.order"): [str(place) for place in range(1, len(RULES) + 1)],
            here.say("method.class.column.name"): [here.say(f"hotspots.class.{rule.code}") for rule in RULES],
            here.say("method.class.column.when"): [when(rule, here) for rule in RULES],
        }
    )
    text = here.say("method.class.lead", level=round(100 * trends.TREND_LEVEL), months=trends.LEAST_MONTHS)
    return _PART.format(here.say("method.class.title")) + _TEXT.format(text) + plain_table(rows, stacked=True)


def when(rule: Rule, here: Here) -> str:
    """Say when a ward belongs to a class."""
    told = []
    if rule.run:
        least, most = rule.run
        key = "run_from" if most >= ANY_MONTHS else "run"
        told.append(here.say(f"method.class.when.{key}", least=least, most=most))
    if rule.recent is not None:
        told.append(here.say("method.class.when.recent", n=rule.recent))
    if rule.earlier is not None:
        told.append(here.say(f"method.class.when.{'earlier' if rule.earlier else 'not_earlier'}"))
    if rule.trend is not None:
        told.append(here.say(f"method.class.when.{'up' if rule.trend > 0 else 'down'}"))
    if rule.ever:
        told.append(here.say("method.class.when.ever"))
    return "; ".join(told) or here.say("method.class.when.else")


def _old_units(here: Here) -> Markup:
    found: pd.DataFrame | None = here.situation.answered("method:old_units", lambda: _stable(here))
    if found is None:
        return _HINT.format(here.say("method.old.nothing"))
    if found.empty:
        return _HINT.format(here.say("method.old.none"))
    yes, no = (here.say(f"method.old.{word}") for word in ("yes", "no"))
    told = found.head(MOST)
    rows = pd.DataFrame(
        {
            here.say("method.old.ward"): [here.name("ward", str(code)) for code in told.index],
            here.say("method.old.district"): [here.name("district", str(code)) for code in told["district"]],
            here.say("method.old.share"): [words.percent(one, here.language, digits=0) for one in told["share"]],
            here.say("method.old.also"): [yes if one else no for one in told["also_high"]],
        }
    )
    said = here.say("method.old.said", n=int(found["also_high"].sum()), whole=len(found))
    left = len(found) - len(told)
    more = _HINT.format(here.say("method.old.more", n=left)) if left else Markup()
    return _TEXT.format(said) + plain_table(rows, numbers=2) + more


def _stable(here: Here) -> pd.DataFrame | None:
    """Answer of each high ward whether its former district is high too, where not first; None without what to count."""
    now = here.situation
    table = rates.found(now.select(Filters()), "ward")
    if table is None:
        return None
    graph = now.answered("adjacency", lambda: adjacency.contiguity(now.areas.wards, metres=now.areas.metres))
    star = hotspots.local_gstar(shrinkage.standardised(table["n"], table["exposure"]), graph, seed=SEED)
    counted = table[table["enough"]]
    pooled = shrinkage.PER * counted["n"].sum() / counted["exposure"].sum() if len(counted) else float("nan")
    high = ((star["z"] > 0) & (star["q"] <= hotspots.LEVEL)) | (table["low"] > pooled)
    districts = old_units.districts(table["n"], table["exposure"], now.areas.shares, graph, seed=SEED)
    found = old_units.stability(high, districts, now.areas.shares)
    return found.sort_values("also_high", kind="stable")
