"""The page of the method: what runs is what it says, a backtest is never made unasked, and nothing is claimed."""

from __future__ import annotations

import datetime as dt
import html
import threading
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.answers import risks, scores
from gis.errors import RequestError
from gis.insight.backtest import Proof, Rule
from gis.insight.model_card import VALID
from gis.insight.trends import RULES
from gis.records import results
from gis.scope import Role, Scope
from gis.settings import Settings
from gis.ui import method_clusters, method_thresholds, reliability, working
from gis.words import Language, say
from tests.test_answers_scores import DAY, card, put
from tests.test_ui_shell import opened, text

TENTHS = [
    {"n": 50, "said": 0.02, "happened": 0.04, "low": 0.01, "high": 0.09},
    {"n": 50, "said": 0.31, "happened": 0.39, "low": 0.30, "high": 0.45},
]


def page(**query: str) -> AppTest:
    app = opened("method.py", **({"as_of": "2026-09-30"} | query))
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join([text(app), *(info.value for info in app.info)]).replace("\n", " ")


@pytest.fixture
def tried(drawn_office: Settings) -> scores.Office:
    """The drawn city with a backtest of its last day that somebody made."""
    here = scores.office(drawn_office)
    digest = here.ledger.snapshot(DAY, here.scope).recorded
    made = replace(card(), digest=digest, figures={**card().figures, "reliability": TENTHS})
    put(here, made, here.version(DAY))
    return here


def test_without_a_backtest_it_says_so_and_makes_none(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "tried", None)  # whoever tried would call nothing
    told = said(page())
    assert "Chưa kiểm chứng lần nào với số liệu đến ngày 30/09/2026" in told
    assert "python -m gis backtest --as-of 2026-09-30" in told
    assert "Thẻ mô hình" not in told


def test_an_empty_store_has_a_method_and_nothing_to_try(office: Settings) -> None:
    app = page()
    assert not [button for button in app.button if button.key == "ask_backtest"]
    assert "Điều không đo được" in said(app)


def test_what_was_found_is_told_with_its_day(tried: scores.Office) -> None:
    told = said(page())
    for part in ("Kết quả kiểm chứng với số liệu đến ngày 30/09/2026", "0,0983", "-2,4% đến 12%", "2 mốc"):
        assert part in told
    assert "chứa đúng số thực tế trong 95% trường hợp" in told
    assert "Số liệu đang xem khác" not in told


def test_other_records_than_it_was_tried_on_are_told(tried: scores.Office) -> None:
    put(tried, card(DAY - dt.timedelta(days=20)), tried.method + "other")
    told = said(page(as_of="2026-09-20"))
    assert "Kết quả kiểm chứng với số liệu đến ngày 10/09/2026" in told
    assert "Số liệu đang xem khác với số liệu khi kiểm chứng" in told


@pytest.mark.parametrize(
    ("rule", "proof", "words"),
    [
        ("model", "proven", "Đang dùng mô hình"),
        ("model", "demo", "không chứng minh độ chính xác"),
        ("age", "no_better", "Mô hình đã tự tắt"),
        ("age", "rebuilt", "chưa chứng minh được điều gì"),
        ("age", "too_little", "Chưa đủ số liệu để kiểm chứng"),
    ],
)
def test_every_verdict_has_its_words(drawn_office: Settings, rule: Rule, proof: Proof, words: str) -> None:
    here = scores.office(drawn_office)
    put(here, card(rule=rule, proof=proof), here.version(DAY))
    assert any(words in info.value for info in page().info)


def test_an_expired_backtest_is_told_as_expired(drawn_office: Settings) -> None:
    here = scores.office(drawn_office)
    put(here, card(DAY - dt.timedelta(days=VALID + 1)), here.method + "old")
    assert any("đã hết giá trị sau ngày 29/09/2026" in info.value for info in page().info)


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.key == key).click().run()


def test_a_press_makes_it_beside_the_page_with_a_bar_and_keeps_it(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dt.date] = []
    looked = threading.Event()

    def tried(here: scores.Office, last: dt.date, progress: scores.Progress) -> None:
        progress("trying", 6, 12)
        looked.wait(30)
        asked.append(last)
        put(here, card(), here.version(last))

    monkeypatch.setattr(risks, "tried", tried)
    app = press(page(), "ask_backtest")
    assert len(app.get("progress")) == 1
    assert not [button for button in app.button if button.key == "ask_backtest"]
    other = page()  # another reader sees how far it is, and cannot ask for it twice
    assert len(other.get("progress")) == 1
    assert not [button for button in other.button if button.key == "ask_backtest"]
    looked.set()
    working.finish()
    assert "Thẻ mô hình" in said(app.run())
    assert not app.get("progress")
    assert asked == [DAY]


def test_what_cannot_be_tried_is_said_to_all_who_wait_and_tried_again_only_when_asked(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []
    looked = threading.Event()

    def refused(*_: object) -> None:
        times.append(1)
        looked.wait(30)
        raise RequestError("cli.risk.nothing")

    monkeypatch.setattr(risks, "tried", refused)
    app, other = press(page(), "ask_backtest"), page()
    looked.set()
    working.finish()
    for waits in (app, other):
        waits.run()  # as the page does every second
        waits.run()
        assert not waits.exception
        assert any("Chưa có vụ việc nào" in warning.value for warning in waits.warning)
    assert len(times) == 1
    again = next(button for button in app.button if str(button.key).startswith("again:"))
    again.click().run()
    app.run()
    assert any(button.key == "ask_backtest" for button in app.button)


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_those_without_exact_counts_start_nothing(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    app = page()
    assert not [button for button in app.button if button.key == "ask_backtest"]
    assert "python -m gis backtest" not in text(app)


def test_all_roles_read_what_one_of_them_had_tried(tried: scores.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    assert "Thẻ mô hình" in said(page())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_threshold_is_told_with_its_reason(drawn_office: Settings, language: Language) -> None:
    told = said(page(lang=language))
    for name in method_thresholds.THRESHOLDS:
        for part in ("what", "why"):
            assert say(f"method.threshold.{name}.{part}", language).replace("\n", " ") in html.unescape(told), name
    assert ("1,5" if language == "vi" else "1.5") in told
    assert "9.999" in told if language == "vi" else "9,999" in told


def test_classes_are_told_from_the_rules_that_run(drawn_office: Settings) -> None:
    app = page(lang="en")
    told = said(app)
    for rule in RULES:
        assert say(f"hotspots.class.{rule.code}", "en") in told
    assert "hot for 1 to 3 months in a row up to now; never hot before that run" in told
    assert "hot for 4 months in a row or more up to now; trend up" in told


def test_the_score_is_not_told_as_a_verdict_on_people(tried: scores.Office) -> None:
    told = said(page()).lower()
    assert "không phải nhận xét về người dân" in told
    assert not any(word in told for word in ("điểm nóng", "đối tượng", "cầm đầu", "kích động"))


def test_former_units_are_held_against_wards(drawn_office: Settings) -> None:
    told = said(page())
    assert "trước 01/7/2025" in told
    assert method_clusters.MOST == 20


@pytest.mark.parametrize(("most", "top"), [(0.0, 0.1), (0.1, 0.1), (0.11, 0.2), (0.39, 0.4), (0.81, 1.0)])
def test_axes_end_at_the_first_round_share(most: float, top: float) -> None:
    assert reliability.scale([{"said": most, "happened": 0.0}]) == top


def test_points_lie_where_the_figures_say(tried: scores.Office) -> None:
    html = " ".join(str(element.proto.body) for element in page().get("html"))
    # axes end at 40 %: 2 % said is 5 % to the right, 4 % happened is 10 % upwards; what lies above is cut
    assert "--x:5.0%;--y:10.0%" in html
    assert "--x:77.5%;--l:75.0%;--h:100.0%" in html
    assert results.load(tried.store, "backtest", version=tried.version(DAY), as_of=DAY, scope=tried.scope.extent)
