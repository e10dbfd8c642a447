"""A clerk brings a file in: dropped, understood, recorded, seen on the next page, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.intake_files import sheet
from tests.serving import Server, chromium

ROWS = (
    ("UBND PHƯỜNG BA ĐÌNH",),
    ("Mã vụ việc", "Loại vụ việc", "Nội dung", "Họ và tên", "Ngày tiếp nhận"),
    ("V-01", "Khiếu nại", "Tái định cư", "Nguyễn Văn Vẽ", "01/07/2026"),
    ("V-02", "Kiến nghị", "Giá, đơn giá bồi thường", "Trần Thị Màu", "15/08/2026"),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product with an empty store."""
    chromium()
    made = Server(tmp_path_factory.mktemp("empty"))
    assert made.command("init").returncode == 0
    with made.running() as server:
        yield server
    log = made.log.read_text(encoding="utf-8")
    assert '"surprise"' not in log
    assert "Nguyễn Văn Vẽ" not in log


def test_a_clerk_brings_a_list_in_and_takes_it_back(page: Page, empty: Server, tmp_path: Path) -> None:
    page.goto(f"{empty.url}/du-lieu")
    page.get_by_role("link", name="Nhập dữ liệu").click()
    expect(page.get_by_role("heading", name="Nhập dữ liệu")).to_be_visible()
    page.locator("input[type=file]").set_input_files(sheet(tmp_path / "vu viec.xlsx", ROWS))
    expect(page.get_by_role("heading", name="Phần mềm hiểu các tệp thế này")).to_be_visible()
    expect(page.get_by_role("cell", name="Phường Ba Đình")).to_be_visible()
    expect(page.get_by_text("Cột có thông tin cá nhân")).to_be_visible()
    expect(page.get_by_text("Nguyễn Văn Vẽ")).to_have_count(0)
    page.get_by_role("button", name="Ghi 1 tệp").click()
    expect(page.get_by_text("Đã ghi vu viec.xlsx: 2 dòng mới")).to_be_visible()
    page.get_by_role("link", name="Vụ việc").click()
    expect(page.get_by_text("V-01")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Rút lần nhập này").click()
    expect(page.get_by_text("Đã rút lần nhập 1")).to_be_visible()


def test_a_template_comes_down(page: Page, empty: Server) -> None:
    page.goto(f"{empty.url}/nhap-du-lieu")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp mẫu").click()
    assert download.value.suggested_filename == "mau_projects.xlsx"
    assert download.value.path().read_bytes().startswith(b"PK")


SENDS = """
async ([address, name]) => {
  const form = new FormData();
  form.append('file', new File(['a;b'], name));
  const token = document.cookie.split('; ').find((one) => one.startsWith('_streamlit_xsrf='))?.split('=')[1] ?? '';
  const answer = await fetch(address, {method: 'PUT', body: form, headers: {'X-Xsrftoken': token}});
  return [answer.status, await answer.text()];
}
"""
"""Sends a file past the button, to an address that the page was told."""


def test_a_file_of_another_kind_is_refused_past_the_button_too(page: Page, empty: Server, tmp_path: Path) -> None:
    page.goto(f"{empty.url}/nhap-du-lieu")
    with page.expect_request(lambda one: one.method == "PUT" and "/upload_file/" in one.url) as sent:
        page.locator("input[type=file]").set_input_files(sheet(tmp_path / "vu viec.xlsx", ROWS))
    address = sent.value.url
    assert page.evaluate(SENDS, [address, "b.csv"])[0] == 204, "a file of a kind that is taken"
    status, said = page.evaluate(SENDS, [address, "b.exe"])
    assert status == 415
    assert "xlsx" in said
    expect(page.get_by_role("heading", name="Phần mềm hiểu các tệp thế này")).to_be_visible()
