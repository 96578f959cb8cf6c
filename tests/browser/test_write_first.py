"""Visitors reply, thank, follow and take a file along at a phone's width; each is done once they have signed in."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(600),
]
WORDS = "The gasket was dry: a drop of silicone grease and it has been quiet since."


def at_the_phone(person):
    person.page.set_viewport_size({"width": 390, "height": 844})
    return person.page


def a_conversation(page) -> str:
    page.goto("/latest/")
    page.locator(".row-title a").nth(2).click()
    page.wait_for_url("**/t/**")
    return page.url


def fits(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_act_waits_for_its_sign_in(arrive):
    visitor = arrive()
    page = at_the_phone(visitor)
    address = a_conversation(page)
    fits(page)
    page.evaluate("document.getElementById('reply').scrollIntoView()")
    page.get_by_label("Your reply").fill(WORDS)  # the form opened in place
    page.wait_for_timeout(2500)
    fits(page)
    page.get_by_role("button", name="Reply", exact=True).click()
    page.wait_for_url("**/accounts/login/**")
    expect(page.get_by_text("It is kept")).to_be_visible()
    visitor.join("Lena Brook", "lena.brook@post.example")
    page.wait_for_url(re.compile(re.escape(address.split("?")[0])))
    expect(page.locator(".post", has_text=WORDS)).to_have_count(1)
    expect(page.get_by_text("Your reply is posted.")).to_be_visible()

    visitor = arrive()
    page = at_the_phone(visitor)
    page.goto(address)
    post = page.locator(".post", has_text=WORDS)
    post.get_by_role("button", name="Thanks").click()
    page.wait_for_url("**/accounts/login/**")
    visitor.prove_to_be("Mara Lindqvist")
    page.wait_for_url("**/t/**")
    mine = page.locator(".post", has_text=WORDS).get_by_role("button", name="Thanks 1")
    expect(mine).to_have_attribute("aria-pressed", "true")

    visitor = arrive()
    page = at_the_phone(visitor)
    page.goto(address)
    page.get_by_role("button", name="Follow", exact=True).click()
    page.wait_for_url("**/accounts/login/**")
    visitor.prove_to_be("Mara Lindqvist")
    page.wait_for_url("**/t/**")
    expect(page.get_by_role("button", name="Following", exact=True)).to_be_visible()

    visitor = arrive()
    page = at_the_phone(visitor)
    page.goto("/library/")
    page.get_by_role("link", name="Descaling a Tern").click()
    fits(page)
    page.get_by_role("button", name="Download").click()
    page.wait_for_url("**/accounts/login/**")
    with page.expect_download() as taken:
        visitor.prove_to_be("Mara Lindqvist")
    assert taken.value.suggested_filename == "descaling-a-tern.pdf"
    expect(page.get_by_text("Your download starts.").first).to_be_visible()
