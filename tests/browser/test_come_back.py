"""Lists that go on as one scrolls, the place one comes back to, and posts kept for later."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
ROWS = "ol[data-endless] > .row"
IN_SIGHT = """() => [...document.querySelectorAll("ol[data-endless] > .row")]
    .findLast((row) => row.getBoundingClientRect().top < innerHeight / 3).id"""
PHONE = {"width": 390, "height": 844}


def scroll_on(page: Page, past: int) -> None:
    """Scroll to the end, and again, until there are more rows than `past`: as somebody does who wants more."""
    for _ in range(20):
        page.locator(ROWS).last.scroll_into_view_if_needed()
        if page.locator(ROWS).count() > past:
            return
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(250)
    raise AssertionError("The list does not go on.")


def test_a_list_goes_on_and_its_address_follows(arrive):
    page = arrive().go("/latest/")
    first = page.locator(ROWS).count()
    names = page.locator(f"{ROWS} .row-title a")
    scroll_on(page, first)
    page.locator(ROWS).last.scroll_into_view_if_needed()
    expect(page).to_have_url(re.compile(r"/latest/\?"))
    shown = [each.get_attribute("id") for each in page.locator(ROWS).all()]
    assert len(shown) == len(set(shown)) > first

    # The address is that of the page in sight: who opens it finds the row that stood here.
    page.wait_for_timeout(500)  # more may have come, and the address settles
    in_sight = page.evaluate(IN_SIGHT)
    other = arrive().go(page.url)
    expect(other.locator(f"#{in_sight}")).to_be_attached()
    seen = page.locator(ROWS).nth(first + 5)
    wanted = seen.get_attribute("id")
    seen.scroll_into_view_if_needed()

    # Back from a conversation: to the row one left by.
    title = names.nth(first + 5).inner_text()
    names.nth(first + 5).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    expect(page.locator(f"#{wanted}")).to_be_in_viewport()
    page.wait_for_timeout(400)  # nothing moves it away afterwards
    expect(page.locator(f"#{wanted}")).to_be_in_viewport()

    # And up to the top again, the address is the first page's.
    page.goto("/latest/")
    scroll_on(page, first)
    page.evaluate("scrollTo(0, 0)")
    expect(page).to_have_url(re.compile(r"/latest/$"))


def test_a_list_has_plain_pages_without_scripts(browser, house):
    context = browser.new_context(base_url=house.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/latest/")
    begun = set(page.locator(f"{ROWS} .row-title a").all_inner_texts())
    page.get_by_role("link", name="Older").click()
    later = set(page.locator(f"{ROWS} .row-title a").all_inner_texts())
    assert begun and later and not begun & later
    page.get_by_role("link", name="Newer").click()
    assert set(page.locator(f"{ROWS} .row-title a").all_inner_texts()) == begun
    context.close()


def test_a_post_is_kept_with_a_reminder_and_let_go(arrive):
    mara = arrive()
    page = mara.enter("Mara Lindqvist")
    page.set_viewport_size(PHONE)
    page.goto("/t/112/")
    title = page.get_by_role("heading", level=1).inner_text()
    post = page.locator("article.post:not(.opening)").nth(1)
    menu = post.locator("details.menu")
    menu.locator("summary").click()
    menu.get_by_role("button", name="Bookmark", exact=True).click()
    expect(menu.get_by_role("button", name="Bookmarked")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    menu.get_by_role("link", name="Remind me").click()
    page.get_by_label("Tomorrow morning").check()
    page.get_by_label("A note to yourself").fill("Try it on Sunday")
    page.get_by_role("button", name="Keep it").click()
    page.goto("/bookmarks/")
    row = page.locator("main .row", has_text=title)
    expect(row).to_contain_text("Try it on Sunday")
    expect(row).to_contain_text("You are reminded on")
    row.get_by_role("button", name="Keep no more").click()
    expect(row).to_have_count(0)
