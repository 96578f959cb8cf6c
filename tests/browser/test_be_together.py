"""Two browsers at one conversation: each sees what the other does, as long as they may."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
PHONE = {"width": 390, "height": 844}
READERS = "/spaces/home-espresso/boards/prototypes/readers/"


def test_who_is_here_who_writes_and_what_they_do(arrive):
    mara, ines = arrive(), arrive()
    page, other = mara.enter("Mara Lindqvist"), ines.enter("Ines Calloway")
    page.set_viewport_size(PHONE)
    page.goto("/t/113/")
    expect(page.locator("#here")).to_be_attached()
    page.wait_for_timeout(500)
    other.goto("/t/113/")
    expect(other.locator("#here")).to_contain_text("Mara Lindqvist")

    other.get_by_role("link", name="Write a reply").click()
    other.get_by_label("Your reply").press_sequentially("Shims first, then the", delay=10)
    expect(page.locator("#here")).to_contain_text("Ines Calloway is writing")
    other.get_by_label("Your reply").fill("Shims first, then the upper burr.")
    other.get_by_role("button", name="Reply", exact=True).click()
    post = page.locator("article.post", has_text="Shims first")
    expect(post).to_be_visible()  # nobody loaded the page again

    post.get_by_role("button", name="Thanks").click()
    expect(post.get_by_role("button", name="Thanks 1")).to_have_attribute("aria-pressed", "true")
    mine = other.locator("article.post", has_text="Shims first")
    expect(mine.locator(".acts")).to_contain_text("Thanks 1")
    mine.get_by_role("link", name="Edit").click()
    other.locator("[data-editor] textarea").fill("Shims first, then the *lower* burr.")
    other.get_by_role("button", name="Save").click()
    expect(post.locator("em")).to_have_text("lower")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_who_loses_the_right_is_told_and_sees_nothing_more(arrive):
    priya, tomas = arrive(), arrive()
    page, reader = priya.enter("Priya Raman"), tomas.enter("Tomás Oyelaran")
    page.goto(READERS)
    page.locator("[name=member]").fill("tomas")
    page.get_by_label("Why").fill("Lends a hand")
    page.get_by_role("button", name="Let them in").click()
    reader.goto("/ask/?space=home-espresso&board=prototypes")
    reader.get_by_label("Your question in one sentence").fill(
        "Does the prototype drip for you, too?"
    )
    reader.get_by_label("Where it belongs").select_option(label="Home Espresso: Prototypes")
    reader.locator("[data-editor] textarea").fill("A drop a minute.")
    reader.get_by_role("button", name="Post", exact=True).click()
    reader.wait_for_url("**/t/**")
    address = reader.url
    expect(reader.locator("#here")).to_be_attached()
    reader.wait_for_timeout(1_000)  # the socket watches

    row = page.locator("main li", has_text="Tomás Oyelaran").first
    row.get_by_role("button", name="Take back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(reader.locator(".toast")).to_contain_text("not open to you any more")
    expect(reader.locator("#here")).to_have_count(0)
    page.goto(address)
    page.get_by_role("link", name="Write a reply").click()
    page.get_by_label("Your reply").fill("Seen: the seal is on order.")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator("article.post", has_text="the seal is on order")).to_be_visible()
    reader.wait_for_timeout(1_000)
    expect(reader.locator("article.post", has_text="the seal is on order")).to_have_count(0)
    assert reader.request.get(address).status == 404
