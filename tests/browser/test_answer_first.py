"""A customer with a problem, at a browser: six ways in which it may end, and the box on the company's own site."""

import re
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(600)]

GASKET = "There's clean water under the Tern after each coffee, where from?"
DESCALE = "Descaling a Tern the calm way, how long is the waiting?"
ARTICLE = "Descaling a Tern, the calm way"
WHOLE = re.compile("/support/enquiries/")


@pytest.fixture
def arrive(browser, house) -> Iterator:
    people: list[Person] = []

    def come() -> Person:
        people.append(Person(browser, house))
        return people[-1]

    yield come
    for person in people:
        complaints = person.complaints
        person.context.close()
        assert not complaints


def tell(page: Page, words: str) -> None:
    """Type into the one field, and see answers come without pressing anything."""
    page.get_by_label("What's wrong?").fill("")
    page.get_by_label("What's wrong?").press_sequentially(words, delay=5)
    expect(page.locator(".answer-row").first).to_be_visible()


def solved_row(page: Page):
    return page.locator(".answer-row", has_text="Solved").first


def test_solved_by_a_conversation(arrive):
    page = arrive().go("/support/")
    tell(page, GASKET)
    row = solved_row(page)
    row.get_by_role("link").first.click()
    expect(row.locator(".solution")).to_be_visible()
    expect(page).to_have_url(re.compile("/support/$"))  # opened where it stands
    page.get_by_label("What's wrong?").press_sequentially(" Still the same.", delay=5)
    expect(row.locator(".solution")).to_be_visible()  # and it stays open while one types
    row.get_by_role("button", name="This solved it").click()
    expect(page.get_by_role("heading", name="Good to hear")).to_be_visible()
    expect(page.get_by_role("link", name="Thank them in the conversation")).to_be_visible()


def test_solved_by_an_article_after_something_that_was_not_quite_it(arrive):
    page = arrive().go("/support/")
    tell(page, DESCALE)
    other = solved_row(page)
    other.get_by_role("link").first.click()
    other.get_by_role("button", name="Not quite").click()
    expect(other.locator(".meta")).to_contain_text("not quite")
    row = page.locator(".answer-row", has_text=ARTICLE)
    row.get_by_role("link", name=ARTICLE).click()
    expect(row.locator(".prose")).to_be_visible()
    row.get_by_role("button", name="This solved it").click()
    expect(page.get_by_role("heading", name="Good to hear")).to_be_visible()
    expect(page.get_by_role("link", name="To the article")).to_be_visible()


def test_asks_the_community(arrive):
    person = arrive()
    page = person.sign_in("Mara Lindqvist")
    page.goto("/support/")
    words = "My Tern hums in G sharp since the last firmware, harmless or not?"
    tell(page, words)
    page.get_by_role("button", name="Ask the community").click()
    expect(page).to_have_url(re.compile(r"/ask/\?draft="))
    enquiry = page.url.split("draft=")[1]
    expect(page.get_by_label("Your question in one sentence")).to_have_value(words)
    expect(page.locator("[data-editor] textarea")).to_have_value(words)
    page.get_by_label("Where it belongs").select_option(index=0)
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    until = time.monotonic() + 30
    page.goto(f"/support/enquiries/{enquiry}/")
    while not page.get_by_role("heading", name="The community has your question").count():
        assert time.monotonic() < until, "The enquiry never ended."
        time.sleep(0.5)
        page.reload()
    expect(page.get_by_role("link", name="To your question")).to_be_visible()


def test_sends_as_a_member(arrive):
    page = arrive().sign_in("Mara Lindqvist")
    page.goto("/support/")
    tell(page, GASKET)
    row = solved_row(page)
    row.get_by_role("link").first.click()
    row.get_by_role("button", name="Not quite").click()
    expect(page.locator("input[name=email]")).to_have_count(0)
    page.get_by_label("Which product?").select_option(label="Tern")
    page.get_by_label("Number of your order").fill("A-1207")
    page.get_by_role("button", name="Send to support").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()
    page.get_by_role("link", name="Follow your case").click()
    expect(page.locator("main")).to_contain_text(GASKET)

    desk = arrive().sign_in("Otto Brandt")
    desk.goto(page.url)
    expect(desk.locator("main")).to_contain_text("they said: not quite")


def test_sends_as_a_visitor_on_a_phone(arrive, mailbox):
    person = arrive()
    page = person.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/support/")
    tell(page, "The lever of my Heron is stiff and creaks when it is warm.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Your name").fill("Piet Vos")
    page.get_by_label("Your e-mail address").fill("piet.six@mail.example")
    page.get_by_role("button", name="Send to support").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()
    until = time.monotonic() + 30
    while not mailbox.to("piet.six@mail.example"):
        assert time.monotonic() < until
        time.sleep(0.3)
    page.get_by_role("link", name="Follow your case").click()
    expect(page.locator("main")).to_contain_text("stiff and creaks")


def test_leaves_and_finds_it_again(arrive, browser, house):
    """Without JavaScript: the answers are pages, and what was typed is still there."""
    context = browser.new_context(base_url=house.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/support/")
    page.get_by_label("What's wrong?").fill(GASKET)
    page.get_by_role("button", name="See answers").click()
    expect(page).to_have_url(WHOLE)
    enquiry = page.url
    solved_row(page).get_by_role("link").first.click()
    expect(page.locator(".solution")).to_be_visible()
    expect(page.get_by_role("button", name="This solved it")).to_be_visible()
    page.get_by_role("link", name="Back to the answers").click()
    expect(page.locator(".answer-row", has_text="read").first).to_be_visible()
    page.goto("/")  # gone
    page.goto(enquiry)
    expect(page.get_by_label("What's wrong?")).to_have_value(GASKET)
    context.close()


class Site(SimpleHTTPRequestHandler):
    """The company's own site: one page with the line that the studio says."""

    home = ""

    def do_GET(self) -> None:  # noqa: N802
        page = f'<!doctype html><title>Shop</title><h1>Help</h1><script src="{self.home}/embed/support.js" async></script>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shop(house: House) -> Iterator[str]:
    server = ThreadingHTTPServer(
        ("localhost", 8090), partial(type("Shop", (Site,), {"home": house.url}))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "http://localhost:8090/"
    server.shutdown()
    server.server_close()


def test_the_box_answers_on_the_companys_own_site(arrive, shop, mailbox):
    person = arrive()
    page = person.page
    page.goto(shop)
    box = page.frame_locator("iframe")
    field = box.get_by_label("What's wrong?")
    field.press_sequentially(GASKET, delay=5)
    row = box.locator(".answer-row", has_text="Solved").first
    expect(row).to_be_visible()
    row.get_by_role("link").first.click()
    expect(row.locator(".solution")).to_be_visible()
    row.get_by_role("button", name="Not quite").click()
    expect(row.locator(".meta")).to_contain_text("not quite")
    assert int(page.locator("iframe").get_attribute("height") or 0) > 420  # as high as it needs
    box.get_by_label("Your name").fill("Ada Shopper")
    box.get_by_label("Your e-mail address").fill("ada.box@mail.example")
    box.get_by_role("button", name="Send to support").click()
    expect(box.get_by_role("heading", name="We have your message")).to_be_visible()
    assert not person.context.cookies()
