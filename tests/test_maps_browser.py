"""The map as its reader meets it: in Chromium, from a running door, with nothing from outside."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gis import areas, settings
from tests.serving import Server, launched, left_home

SHELL = Path(__file__).with_name("maps_shell.py")
DASHBOARD = f"""
import streamlit as st
from gis.door import wiring
app = st.App({str(SHELL)!r}, **wiring())
"""

AT_ONCE = """box => {
  const { draw } = landmap, { port1, port2 } = new MessageChannel();
  let asked;
  port1.onmessage = () => { box.dataset.atOnce = box.dataset.digest === asked; };
  landmap.draw = (group, call) => { asked = call.digest; port2.postMessage(null); return draw(group, call); };
}"""
"""Notes on the map whether it shows a picture by the task after the one that brought it."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    (folder / "dashboard.py").write_text(DASHBOARD, encoding="utf-8")
    shutil.copytree(settings.ROOT / ".streamlit", folder / ".streamlit")
    with Server(folder, folder).running() as server:
        yield server.url


@pytest.fixture(scope="module")
def window():
    """One browser window for all tests; each opens its own tab, which keeps its own view."""
    with launched() as browser:
        yield browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")


@pytest.fixture
def page(window):
    found = window.new_page()
    found.outside, found.errors = [], []
    found.on("request", lambda r: found.outside.append(r.url) if left_home(r.url) else None)
    found.on("console", lambda m: found.errors.append(m.text) if m.type == "error" else None)
    found.on("pageerror", lambda error: found.errors.append(str(error)))
    yield found
    found.close()


def opened(page, address):
    page.goto(address)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#map_div[data-digest]")).to_be_visible(timeout=30_000)
    return frame


def view(frame):
    return frame.locator("#map_div").evaluate("() => [map.getZoom(), map.getCenter().lat, map.getCenter().lng]")


def test_the_map_shows_itself_and_asks_for_nothing_outside(page, address):
    frame = opened(page, address)
    expect(frame.locator("path.ward")).to_have_count(126)
    expect(frame.locator('.ward[aria-label="Phường Ngọc Hà: ngoài phạm vi đang chọn"]')).to_have_count(1)
    expect(frame.locator('.ward[aria-label$=": 12 vụ việc"]')).to_have_count(124)
    expect(frame.locator(".mark")).to_have_count(4)
    expect(frame.locator('.mark.project[aria-label$="; 12 dự án"]')).to_have_attribute("data-id", re.compile("ward:"))
    for words in ("DỮ LIỆU MÔ PHỎNG", "Số liệu đến ngày 30/09/2026", "không phải bản đồ địa giới", "10–19", "124"):
        expect(frame.locator("#map_div").get_by_text(words).first).to_be_visible()
    expect(frame.locator(".leaflet-control-scale-line")).to_contain_text("km")
    assert "124 xã, phường" in page.locator("iframe").get_attribute("title")
    assert frame.locator(".leaflet-control-attribution").count() == 0
    assert page.outside == []
    assert page.errors == []


def test_a_script_in_a_projects_name_shows_as_text(page, address):
    frame = opened(page, address)
    frame.locator('.mark[data-id="P1"]').hover()
    expect(frame.locator(".leaflet-tooltip")).to_contain_text(
        "<img src=x onerror='window.top.pwned=1'></script>{{ 7*7 }}"
    )
    assert frame.locator(".leaflet-tooltip img").count() == 0
    assert page.evaluate("() => window.pwned") is None


def test_what_is_drawn_stands_where_it_is(page, address):
    frame = opened(page, address)
    ward = areas.load(settings.Settings()).wards.iloc[2]
    road, symbol = frame.locator("#map_div").evaluate(
        """(_, code) => {
          const found = [];
          map.eachLayer((layer) => found.push(layer));
          const road = found.find((layer) => layer.options.className === "footprint body").getBounds();
          const symbol = found.find((layer) => layer.getElement?.()?.dataset.id === `ward:${code}`).getLatLng();
          return [[road.getWest(), road.getSouth(), road.getEast(), road.getNorth()], [symbol.lng, symbol.lat]];
        }""",
        ward.name,
    )
    assert road == pytest.approx([105.6, 20.9, 105.7, 20.95], abs=5e-5)
    assert symbol == pytest.approx([ward["label_lon"], ward["label_lat"]], abs=1e-4)


def test_a_ward_opens_by_pointer_twice_and_a_mark_by_name(page, address):
    frame = opened(page, address)
    ward = frame.locator('.ward[aria-label^="Xã Ba Vì"]')
    ward.click()
    code = ward.get_attribute("data-id")
    expect(page.get_by_text(f"ward {code} × 1, mới: True")).to_be_visible()
    expect(ward).to_have_attribute("aria-pressed", "true")
    ward.click()
    expect(page.get_by_text(f"ward {code} × 2, mới: True")).to_be_visible()
    frame.locator('.mark[data-id="P1"]').click()
    expect(page.get_by_text("project P1 × 3, mới: True")).to_be_visible()
    page.get_by_text("Chỉ quá hạn").click()
    expect(page.get_by_text("project P1 × 3, mới: False")).to_be_visible()


def test_a_ward_opens_from_the_keyboard_and_arrows_walk(page, address):
    frame = opened(page, address)
    assert frame.locator('.ward[tabindex="0"]').count() == 1
    frame.locator('.ward[tabindex="0"]').focus()
    first = frame.locator(":focus").get_attribute("data-id")
    page.keyboard.press("ArrowRight")
    second = frame.locator(":focus").get_attribute("data-id")
    assert second != first
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"ward {second} × 1")).to_be_visible()
    assert frame.locator(":focus").get_attribute("data-id") == second, "drawing again must not lose the focus"


def test_a_filter_changes_what_differs_and_keeps_the_view(page, address):
    frame = opened(page, address)
    frame.locator("#map_div").evaluate("() => { map.setView([21.0, 105.7], 11.5, {animate: false}); }")
    road, circle = frame.locator("path.footprint.body"), frame.locator('.mark[data-id="c1"]')
    staying = [frame.locator("path.ward").first, frame.locator(".name").first, road, circle]
    for drawn in staying:
        drawn.evaluate("drawn => { drawn.kept = true; }")
    expect(circle).to_have_text("12")
    before = view(frame)
    page.get_by_text("Chỉ quá hạn").click()
    expect(frame.locator('.ward[aria-label$=": 3 vụ việc"]')).to_have_count(124)
    assert view(frame) == before
    assert [drawn.evaluate("drawn => drawn.kept") for drawn in staying] == [True] * 4
    expect(circle).to_have_text("3")
    expect(circle).to_have_attribute("aria-label", "3 vụ việc")
    circle.dispatch_event("mouseover")
    expect(frame.locator(".leaflet-tooltip")).to_have_text("3 vụ việc")
    page.reload()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#map_div[data-digest]")).to_be_visible(timeout=30_000)
    assert view(frame) == pytest.approx(before, abs=5e-4), "within a pixel"


def test_a_picture_is_drawn_before_the_browser_turns_to_anything_else(page, address):
    """Else it waits behind all that the rest of the page draws meanwhile."""
    frame = opened(page, address)
    frame.locator("#map_div").evaluate(AT_ONCE)
    page.get_by_text("Chỉ quá hạn").click()
    expect(frame.locator("#map_div[data-at-once]")).to_have_attribute("data-at-once", "true")


def test_the_whole_city_lies_beside_the_legend_and_cannot_be_left(page, address):
    frame = opened(page, address)
    legend = frame.locator(".landmap-legend").bounding_box()
    wards = [ward.bounding_box() for ward in frame.locator("path.ward").all()]
    assert min(box["x"] for box in wards) >= legend["x"] + legend["width"]
    assert max(box["x"] + box["width"] for box in wards) <= page.locator("iframe").bounding_box()["width"] + 20
    expect(frame.get_by_role("button", name="Thu nhỏ")).to_have_class(re.compile("leaflet-disabled"))


def test_opening_something_brings_the_map_there_each_time_and_only_then(page, address):
    frame = opened(page, address)
    opening = page.get_by_text("Mở địa bàn")
    shown = frame.locator("#map_div")
    digest = shown.get_attribute("data-digest")
    far = view(frame)[0]
    for _ in range(2):
        opening.click()
        expect(shown).not_to_have_attribute("data-digest", digest)
        expect(shown).not_to_have_class(re.compile("far"))
        assert view(frame)[0] > far
        opening.click()
        expect(shown).to_have_attribute("data-digest", digest)
        frame.get_by_role("button", name="Về toàn địa bàn").click()
        expect(shown).to_have_class(re.compile("far"))
        assert view(frame)[0] == far


def test_a_layer_can_be_hidden_from_the_legend(page, address):
    frame = opened(page, address)
    box = frame.get_by_role("checkbox", name="Nhóm vụ việc")
    box.uncheck()
    expect(frame.locator(".mark.circle")).to_be_hidden()
    expect(frame.locator(".mark.site")).to_be_visible()
    box.check()
    expect(frame.locator(".mark.circle")).to_be_visible()


def test_a_phone_gets_the_whole_city_and_a_folded_legend(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    frame = opened(page, address)
    box = page.locator("iframe").bounding_box()
    assert box["width"] == 390
    assert box["height"] <= 0.73 * 844
    expect(frame.get_by_text("10–19")).to_be_hidden()
    frame.get_by_text("Chú giải").click()
    expect(frame.get_by_text("10–19")).to_be_visible()
    shown = frame.locator("#map_div").evaluate("() => map.getBounds().contains([[20.57, 105.29], [21.38, 106.01]])")
    assert shown is True


def test_a_still_map_begins_at_its_place_and_leaves_the_other_map_alone(page, address):
    frame = opened(page, address)
    frame.locator("#map_div").evaluate("() => map.setView([21.3, 105.9], map.getZoom() + 1, { animate: false })")
    left = view(frame)
    for _ in range(2):  # the second time it was there before
        frame = opened(page, f"{address}/?still=1")
        shown = "() => map.getBounds().contains([[20.9, 105.6], [21.1, 105.9]]) && map.getZoom() > map.getMinZoom()"
        expect(frame.locator("#map_div")).to_be_visible()
        assert frame.locator("#map_div").evaluate(shown) is True
    assert view(opened(page, address))[0] == pytest.approx(left[0])


def test_a_page_that_fails_apologises_without_a_traceback(page, address):
    page.goto(f"{address}/?boom=1")
    expect(page.get_by_text("Trang này gặp lỗi ngoài dự kiến")).to_be_visible(timeout=20_000)
    assert page.get_by_text("00004-17").count() == 0
    assert page.get_by_text("Traceback").count() == 0
