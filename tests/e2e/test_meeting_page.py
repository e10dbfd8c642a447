"""The pack before a meeting on paper: all of it, and nothing that can be pressed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.serving import Server, rested

PAPER = {"width": 695, "height": 500}
"""As wide as A4 within its margins, and low, so that a short pack needs more than one."""
CUT_OFF = """() => [...document.querySelectorAll('[data-testid=stMainBlockContainer] *')]
  .filter(e => e.offsetWidth && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
PRESSED = "button:visible, input:visible, [data-testid=stPageLink]:visible"


def test_a_link_from_a_dialogue_opens_a_pack_that_prints_whole(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/tiep-dan-doi-thoai")
    page.locator("a.way").first.click()
    expect(page.locator(".pack")).to_be_visible()
    outline = page.frame_locator(".st-key-meeting-map-panel iframe").locator("path.leaflet-interactive").first
    expect(outline).to_be_attached()
    rested(page)
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    expect(page.locator(PRESSED)).to_have_count(0)
    assert page.evaluate(CUT_OFF) == []
    whole = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
    assert page.evaluate("document.documentElement.scrollHeight") >= whole > PAPER["height"]


def test_several_cases_print_on_several_pages(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/vu-viec")
    codes = page.locator("table.cases td:first-child button")
    expect(codes.first).to_be_visible()
    asked = "&".join(f"about={code}" for code in codes.all_text_contents())
    page.goto(f"{server.url}/tai-lieu-truoc-buoi-lam-viec?reception=2026-10-05&{asked}")
    expect(page.locator(".met")).to_have_count(codes_asked := asked.count("about="))
    rested(page)
    assert codes_asked > 1
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") > 1
