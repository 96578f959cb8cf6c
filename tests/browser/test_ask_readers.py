"""The script that asks readers: after a while on a page that could have helped, once a day, and nowhere else."""

from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.browser

HOST = "http://community.example"
SCRIPT = Path(settings.BASE_DIR, "static/js/survey.js").read_text()
SOLVED = '<div id="state" data-live-stream="topic:7"></div><div id="topic-solution"><section id="solution">Do this</section></div>'
OPEN = '<div id="state" data-live-stream="topic:7"></div><div id="topic-solution"></div>'
HELP = '<article data-help="descaling"><div class="article-text">…</div></article>'
ARTICLE = '<article><div class="article-text">…</div></article>'
SHOWN = [SOLVED]
HTMX = "window.asked = []; window.htmx = {ajax: (verb, address, where) => window.asked.push([verb, address, where.target.previousElementSibling.className || where.target.previousElementSibling.id])}"


@pytest.fixture
def page(browser):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()

    def answer(route):
        if route.request.url.endswith("/survey.js"):
            route.fulfill(body=SCRIPT, content_type="text/javascript")
        else:
            body = f"<!doctype html><body>{SHOWN[0]}<script>{HTMX}</script><script type=module src=/survey.js></script>"
            route.fulfill(body=body, content_type="text/html")

    page.route("**/*", answer)
    yield page
    context.close()


def asked(page, shown: str, *, seconds: int) -> list:
    SHOWN[:] = [shown]
    page.goto(HOST)
    page.wait_for_load_state("load")
    page.clock.run_for(seconds * 1000)
    return page.evaluate("window.asked")


def test_a_solved_conversation_asks_below_its_solution_after_a_while(page):
    assert asked(page, SOLVED, seconds=15) == []
    page.clock.run_for(10_000)
    assert page.evaluate("window.asked") == [["GET", "/survey/topic/7/", "topic-solution"]]


def test_a_help_article_asks_below_its_text(page):
    assert asked(page, HELP, seconds=25) == [["GET", "/survey/article/descaling/", "article-text"]]


@pytest.mark.parametrize("shown", [OPEN, ARTICLE, "<p>Something else</p>"])
def test_other_pages_do_not_ask(page, shown):
    assert asked(page, shown, seconds=60) == []


def test_a_browser_asks_once_a_day(page):
    assert len(asked(page, SOLVED, seconds=25)) == 1
    assert asked(page, SOLVED, seconds=25) == []
    page.clock.fast_forward("24:01:00")
    assert len(asked(page, SOLVED, seconds=25)) == 1
