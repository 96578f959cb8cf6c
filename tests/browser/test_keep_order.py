"""Keeping conversations in order: by the keyboard alone, with the way back; and several at once on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
FARTHEST = 60
PHONE = {"width": 390, "height": 844}


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus, as somebody without a mouse does."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_a_topic_is_closed_and_opened_again_without_a_mouse(arrive):
    manager = arrive()
    page = manager.enter("Priya Raman")
    page.goto("/unanswered/")
    page.locator("[data-endless] .row-title a").last.click()
    page.wait_for_url("**/t/**")
    topic = page.url
    state = page.locator("#topic-state")
    expect(state).not_to_contain_text("Closed")

    menu = page.locator(".side details.menu")
    tab_to(page, menu.locator("summary"))
    page.keyboard.press("Enter")
    entry = menu.get_by_role("link", name="Close", exact=True)
    expect(entry).to_be_visible()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        if entry.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Close")
    tab_to(page, page.get_by_label("Why"))
    page.keyboard.type("Answered by telephone")
    page.keyboard.press("Enter")
    page.wait_for_url(topic)
    expect(state).to_contain_text("Closed")
    expect(page.locator("#topic-lines")).to_contain_text("Answered by telephone")

    tab_to(page, page.get_by_role("link", name="Undo", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Undo this"))
    page.keyboard.press("Enter")
    page.wait_for_url(topic)
    expect(state).not_to_contain_text("Closed")
    expect(page.locator("#topic-lines")).not_to_contain_text("Answered by telephone")


def test_several_topics_are_tagged_at_once_on_a_phone(arrive):
    manager = arrive()
    page = manager.enter("Priya Raman")
    page.set_viewport_size(PHONE)
    page.goto("/s/filter/gear/")
    bar = page.locator("#bulk")
    rows = page.locator(".row", has=page.get_by_role("checkbox"))
    titles = [rows.nth(at).locator(".row-title a").inner_text() for at in (0, 1)]
    for at in (0, 1):
        box = rows.nth(at).locator(".pick").bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, box
        rows.nth(at).locator(".pick").click()
    assert page.url.endswith("/gear/")  # choosing a row does not open it
    expect(bar).to_be_in_viewport()
    bar.get_by_label("With those ticked").select_option("tag")
    bar.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.get_by_label("Tags to add").fill("bench tested")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("main form button.primary").click()
    page.wait_for_url("**/gear/")
    expect(page.locator(".messages")).to_be_visible()
    page.goto("/tags/bench-tested/")
    assert sorted(page.locator("main .row-title a").all_inner_texts()) == sorted(titles)
