"""The page of the legal basis: what is in force, what is unsure, recording a check, and the links that lead here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from gis import settings
from gis.access import people
from gis.errors import StoreError
from gis.law import rules
from gis.law.provision import SUBJECTS
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import process
from gis.words import LANGUAGES, say
from tests import city
from tests.test_law_reading import ANSWER
from tests.test_ui_shell import opened, text


@pytest.fixture
def second(drawn_office: Settings) -> Settings:
    """The drawn city with a second complaint past its limit, which nobody has checked."""
    case = {"code": "K9", "case_class": "complaint", "level": "second", "ward": "00001", "within_competence": True}
    case |= {"received_on": "2026-01-05", "accepted_on": "2026-01-10"}
    open_store(drawn_office).append(Batch({"case": city.frame("case", [case])}, source="more"))
    return drawn_office


def page(**query: str) -> AppTest:
    return opened("legal.py", **{"as_of": "2026-09-30"} | query)


def said(app: AppTest) -> str:
    return " ".join(html.unescape(text(app)).split())


def markup(app: AppTest) -> str:
    return html.unescape(" ".join(str(element.proto.body) for element in app.get("html")))


def documents(app: AppTest) -> list[TextInput]:
    """The fields for the document that was read: one where a check may be recorded."""
    return [field for field in app.text_input if "legal:document" in str(field.key)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_told_under_its_subject_and_for_reference_only(drawn_office: Settings, language: str) -> None:
    told = said(page(lang=language))
    assert say("legal.reference", language) in told  # type: ignore[arg-type]
    places = [told.index(say(f"legal.subject.{subject}", language)) for subject in SUBJECTS]  # type: ignore[arg-type]
    assert places == sorted(places)
    for rule in rules.current().provisions:
        assert rule.name.say(language) in told  # type: ignore[arg-type]
        assert rule.note.say(language) in told  # type: ignore[arg-type]


def test_a_rule_in_words(drawn_office: Settings) -> None:
    told = said(page())
    assert (
        "trong 30 ngày; 45 ngày nếu phức tạp; 45 ngày nếu vùng sâu, vùng xa; 60 ngày nếu phức tạp, vùng sâu, vùng xa "
        "ngày thụ lý → ngày ban hành quyết định giải quyết Luật Khiếu nại 2011, Điều 28 từ 01/07/2012 đã đọc điều luật"
    ) in told
    assert "ít nhất 60 ngày ngày thông báo thu hồi đất → ngày quyết định thu hồi đất" in told
    assert "có giá trị 12 tháng" in told
    assert "trong 7 ngày làm việc; 10 ngày làm việc nếu được kéo dài" in told
    assert "60 ngày nếu gia hạn một lần; 90 ngày nếu gia hạn hai lần" in told
    assert "từ 22 giờ đến 6 giờ sáng hôm sau" in told
    assert "15 ngày trước và 15 ngày sau Tết; năm đang xem: từ 01/02/2026 đến 07/03/2026" in told
    assert "số ngày lấy theo một thời hạn chưa đối chiếu" in told


@pytest.mark.parametrize(
    ("as_of", "head", "notice"),
    [
        ("2026-06-30", "ít nhất 1 ngày mỗi tuần", "ít nhất 60 ngày"),
        ("2026-07-01", "ít nhất 2 ngày mỗi tháng", "ít nhất 60 ngày"),
        ("2025-12-31", "ít nhất 1 ngày mỗi tuần", "ít nhất 90 ngày"),
        ("2024-07-31", "ít nhất 1 ngày mỗi tuần", "ít nhất 90 ngày"),
    ],
)
def test_the_rules_are_those_of_the_day(drawn_office: Settings, as_of: str, head: str, notice: str) -> None:
    told, folded = said(page(as_of=as_of)).split("Mốc nội bộ")[0], page(as_of=as_of).expander[0].label
    after = told[told.index("Chủ tịch UBND cấp xã trực tiếp tiếp công dân") :]
    assert after.index(head) < after.index("Luật")
    farm = told[told.index("Thông báo thu hồi đất nông nghiệp") :]
    assert farm.index(notice) < farm.index("ngày thông báo thu hồi đất →")
    assert f"vào ngày {as_of[8:]}/{as_of[5:7]}/{as_of[:4]}" in folded


def test_an_opened_rule_shows_all_its_versions(drawn_office: Settings) -> None:
    told = said(page(rule="notice_farm"))
    assert told.index("Mã quy định: notice_farm") < told.index("Thu hồi đất, bồi thường")
    for span in ("01/07/2014 đến 31/07/2024", "01/08/2024 đến 30/06/2025", "01/07/2025 đến 31/12/2025"):
        assert span in told.split("Thu hồi đất, bồi thường")[0]


def test_a_rule_nobody_knows_is_told_and_left_out(drawn_office: Settings) -> None:
    assert "notice_sea" in opened(rule="notice_sea", as_of="2026-09-30").warning[0].value
    assert "Mã quy định:" not in said(page(rule="notice_sea"))


def check(app: AppTest, document: str) -> AppTest:
    [field] = documents(app)
    field.set_value(document)
    app = next(button for button in app.button if button.label == "Ghi nhận").click().run()
    assert not app.exception
    return app


def test_a_check_is_recorded_counts_everywhere_and_is_undone(second: Settings) -> None:
    assert "quá mốc chưa đối chiếu bản gốc" in said(opened("cases.py", as_of="2026-09-30")).lower()
    before = process_standing()
    app = check(page(rule="resolve_second"), "Luật số 02/2011/QH13")
    assert "đã đối chiếu với bản gốc" in app.toast[0].value
    told = said(page(rule="resolve_second"))
    assert "sau ngày số liệu: Luật số 02/2011/QH13 (cán bộ theo dõi)" in told
    assert (before, process_standing()) == ("past_unverified", "overdue")
    app = page(rule="resolve_second")
    next(button for button in app.button if button.label.startswith("Hoàn tác đối chiếu")).click().run()
    assert process_standing() == "past_unverified"
    assert len(open_store(second).batches()) == 4


def process_standing() -> str:
    process.refresh()
    cases = process.situation_on(process.default_as_of().replace(year=2026, month=9, day=30))["open_case"]
    return str(cases.set_index("code").at["K9", "standing"])


def test_a_check_without_a_document_is_refused_in_words(second: Settings) -> None:
    app = check(page(rule="resolve_second"), " ")
    assert "số, ký hiệu và ngày" in app.warning[0].value
    assert process_standing() == "past_unverified"


def test_a_store_that_cannot_be_written_to_is_said_so(second: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_batch: Batch, _may: process.May) -> None:
        raise StoreError("records.demo_refuses_real", where="x")

    app = page(rule="resolve_second")
    monkeypatch.setattr(process, "record", refuse)
    assert check(app, "Luật số 02/2011/QH13").warning


@pytest.mark.parametrize("role", ["viewer", "leader", "editor"])
def test_whoever_may_not_record_a_check_sees_no_form(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    app = page(rule="resolve_second")
    assert not documents(app)
    assert "Chỉ quản trị" in said(app)


def test_a_rule_whose_text_was_read_asks_for_no_check(drawn_office: Settings) -> None:
    assert not documents(page(rule="resolve_first"))


def test_of_several_versions_the_one_in_force_is_proposed(drawn_office: Settings) -> None:
    boxes = [box for box in page(rule="post_plan").selectbox if "legal:version" in str(box.key)]
    assert [len(box.options) for box in boxes] == [4]
    assert "từ 01/01/2026" in boxes[0].options[boxes[0].index]


@pytest.fixture
def targeted(drawn_office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The drawn city with a target of its own for proposals, and two of them: one past it, one three days before it."""
    late = {"code": "K9", "case_class": "proposal", "ward": "00001", "received_on": "2026-03-01"}
    soon = late | {"code": "K8", "received_on": "2026-09-14"}  # 15 working days: Monday 5 October
    open_store(drawn_office).append(Batch({"case": city.frame("case", [late, soon])}, source="more"))
    file = tmp_path / "noi-bo.toml"
    file.write_text(ANSWER, encoding="utf-8")
    monkeypatch.setenv("LANDMAP_LAW_FILE", str(file))
    settings.current.cache_clear()
    rules.current.cache_clear()
    yield settings.current()
    rules.current.cache_clear()


def test_own_targets_are_listed_as_such(targeted: Settings) -> None:
    told = said(page()).partition("Vận động, cưỡng chế")[2]
    assert "Trả lời kiến nghị, phản ánh" in told
    assert "trong 15 ngày làm việc" in told
    assert "mốc nội bộ, không phải thời hạn luật định" in told
    assert "không được tính là quá hạn" in told


def test_without_own_targets_that_is_said(drawn_office: Settings) -> None:
    assert "Đơn vị chưa đặt mốc nội bộ nào" in said(page())


def test_own_targets_are_told_as_such_wherever_their_day_is(targeted: Settings) -> None:
    listed = said(opened("cases.py", as_of="2026-09-30"))
    assert "quá mốc nội bộ 194 ngày Trả lời kiến nghị, phản ánh (mốc nội bộ)" in listed
    assert "còn 5 ngày; mốc nội bộ Trả lời kiến nghị, phản ánh (mốc nội bộ)" in listed
    duties = said(opened("duties.py", as_of="2026-09-30", sheet="ward-00001"))
    assert "Quá mốc nội bộ: 1 vụ việc." in duties
    assert "quá 194 ngày, mốc nội bộ Trả lời kiến nghị, phản ánh (mốc nội bộ)" in duties
    assert "Giải quyết vụ việc (vụ việc) 1 0 2 2 Chi trả bồi thường" in duties  # K3 is a proposal too
    assert addresses(opened("cases.py", as_of="2026-09-30")) >= {"answer_proposal"}


def test_own_targets_change_no_figure_of_the_law(targeted: Settings) -> None:
    process.refresh()
    now = process.situation_on(process.default_as_of().replace(year=2026, month=9, day=30))
    standings = now["open_case"].set_index("code")["standing"]
    assert standings[["K8", "K9"]].tolist() == ["no_limit", "no_limit"]
    assert not now["open_case"].set_index("code").loc[["K8", "K9"], ["overdue", "past_unverified"]].any(axis=None)


def addresses(app: AppTest) -> set[str]:
    """The rules that links of a page lead to."""
    return set(re.findall(r'href="can-cu-phap-ly\?[^"]*rule=(\w+)"', markup(app)))


def test_due_dates_open_their_rule(drawn_office: Settings) -> None:
    day = {"as_of": "2026-09-30"}
    assert addresses(opened("cases.py", **day)) >= {"resolve_first"}
    assert addresses(opened("projects.py", **day)) == {"pay_plan"}
    assert addresses(opened("duties.py", **day, sheet="ward-00001")) >= {"resolve_first"}
    assert "as_of=2026-09-30" in markup(opened("cases.py", **day))


def test_menus_do_not_carry_an_opened_rule_along(drawn_office: Settings) -> None:
    app = page(rule="resolve_first")
    links = [element.proto for element in app.get("page_link")]
    carried = [link.page for link in links if "rule=resolve_first" in link.query_string]
    assert len(carried) == len(LANGUAGES)
