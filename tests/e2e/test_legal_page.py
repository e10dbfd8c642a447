"""A journey from a due date to the rule it follows from: by mouse from the cases, by keyboard from the duties."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.test_cases_page import opened_cases, rows
from tests.serving import Server, rested

POINTED = """link => {
  link.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
  return link.href;
}"""
"""Point at a link and read its address before anything can draw it anew."""


def test_a_due_date_opens_its_rule_on_the_same_day(server: Server, page: Page) -> None:
    opened_cases(page, server, "?as_of=2026-08-31")
    rows(page).filter(has_text="Giải quyết khiếu nại lần đầu").first.locator("a.rule").click()
    expect(page.get_by_text("Mã quy định: resolve_first")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("Điều 28")).first).to_be_visible()
    assert "as_of=2026-08-31" in page.url
    assert "rule=resolve_first" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="Cân đối vụ việc trong kỳ")).to_be_visible()


def test_a_duty_leads_to_its_rule_by_keyboard(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/viec-can-lam?ward=00592")
    table = page.get_by_role("table", name=re.compile("dòng việc cần làm"))
    row = table.get_by_role("row").filter(has=page.get_by_role("link")).first
    expect(row).to_be_visible()
    rested(page)
    row.locator("th button").focus()
    page.keyboard.press("ArrowRight")
    expect(row.get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(row.locator("th button")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"Mã quy định: \w+"))).to_be_visible()
    assert "ward=00592" in page.url


def test_the_menu_leaves_the_opened_rule_behind(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/can-cu-phap-ly?rule=resolve_second")
    expect(page.get_by_text("Mã quy định: resolve_second")).to_be_visible()
    rested(page)
    page.get_by_role("link", name="Bản đồ", exact=True).click()
    expect(page.get_by_text("Mã quy định")).to_have_count(0)
    rested(page)
    assert "rule=" not in page.url


def test_a_link_of_a_written_table_gets_the_filters_when_it_is_used(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/vu-viec?subject=price&overdue=1&area=Phía+Tây")
    link = page.locator("a.rule").first
    expect(link).to_be_visible()
    rested(page)
    assert "subject=" not in str(link.get_attribute("href"))
    while not page.evaluate("Boolean(window.landmapCarrying)"):  # its script may come after all that the page says
        page.wait_for_timeout(50)  # the policy of the page lets nobody evaluate while waiting
    for _ in range(2):  # pointing twice adds nothing twice
        assert link.evaluate(POINTED).count("subject=price") == 1
    link.click()
    expect(page.get_by_text(re.compile(r"Mã quy định: \w+"))).to_be_visible()
    rested(page)
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["subject"], asked["overdue"], asked["area"]) == (["price"], ["1"], ["Phía Tây"])
