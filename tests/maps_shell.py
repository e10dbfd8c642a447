"""A page with nothing but a map, for the browser tests; Streamlit runs it as an entry script."""

import streamlit as st

from gis import settings
from gis.areas import geometry_name, load
from gis.maps import assets
from gis.maps.layers import base_map
from gis.maps.picture import (
    Circle,
    GatheredMark,
    LegendEntry,
    LegendSection,
    MapPicture,
    ProjectMark,
    SiteMark,
    WardMark,
)
from gis.ui.map_panel import map_panel

HOSTILE = "Dự án <img src=x onerror='window.top.pwned=1'></script>{{ 7*7 }}"

st.set_page_config(layout="wide")
areas = load(settings.current())
if "boom" in st.query_params:
    raise ValueError("hồ sơ 00004-17")
late = st.checkbox("Chỉ quá hạn")
count = 3 if late else 12
ROAD = {"type": "LineString", "coordinates": ((105.6, 20.9), (105.65, 20.95), (105.7, 20.95))}
clicked = st.session_state.get("clicked")
picture = MapPicture(
    language="vi",
    title="Vụ việc còn phải giải quyết",
    as_of="Số liệu đến ngày 30/09/2026",
    wards={ward: WardMark("class-1" if late else "class-3", f"{count} vụ việc") for ward in areas.wards.index[2:]},
    legend=(
        LegendSection("Vụ việc", (LegendEntry("class-3", "10–19", 124), LegendEntry("no-data", "không có", 2))),
        LegendSection("Nhóm vụ việc", (LegendEntry("case-overdue", "Có vụ việc quá hạn", shape="circle"),)),
    ),
    circles=(Circle("c1", 21.2, 105.5, count, "case-overdue", f"{count} vụ việc"),),
    gathered=(GatheredMark(areas.wards.index[2], "stage-planning", f"{count} dự án", 2),),
    projects=(ProjectMark("P1", 20.9, 105.6, "stage-paying", HOSTILE, footprint=ROAD),),
    sites=(SiteMark("S1", 20.8, 105.8, "site-not-ready", "Khu tái định cư"),),
    selected=frozenset({(clicked.kind, clicked.id)}) if clicked else frozenset(),
    focus=(105.6, 20.9, 105.9, 21.1) if st.checkbox("Mở địa bàn") or "still" in st.query_params else None,
    demo=True,
    approximate_label=areas.label.say("vi"),
    attribution=areas.source.say("vi"),
)


def remember(click):
    st.session_state["clicked"] = click
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1


fresh = map_panel(
    picture,
    base=base_map(areas.bounds, max_zoom=areas.max_zoom, still="still" in st.query_params),
    geometry_url=assets.geometry_url(geometry_name(areas)),
    on_click=remember,
)
if clicked:
    st.write(f"{clicked.kind} {clicked.id} × {st.session_state['clicks']}, mới: {fresh is not None}")
