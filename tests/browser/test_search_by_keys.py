"""The search box as a combobox, by keyboard; and what narrows a search, by its fields and by words."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]


def test_suggestions_are_walked_by_keyboard(arrive):
    page = arrive().go("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("burr")
    offered = page.get_by_role("listbox")
    expect(offered).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == offered.get_attribute("id")
    options = offered.get_by_role("option")
    for at in (0, 1):
        page.keyboard.press("ArrowDown")
        expect(options.nth(at)).to_have_attribute("aria-selected", "true")
        assert box.get_attribute("aria-activedescendant") == options.nth(at).get_attribute("id")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    expect(box).to_have_value("burr")
    page.keyboard.press("ArrowDown")
    expect(offered).to_be_visible()
    page.keyboard.press("ArrowDown")
    wanted = options.first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(wanted)))


def test_fields_and_words_narrow_alike(arrive):
    page = arrive().go("/search/?q=grinder")
    page.set_viewport_size({"width": 390, "height": 844})
    count = page.locator(".search-count")
    everything = int(count.inner_text().split()[0])
    page.get_by_text("Narrow it down").click()
    page.get_by_label("What", exact=True).select_option("solved")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("main form").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("is=solved"))
    rows = page.locator("main .row")
    solved = int(count.inner_text().split()[0])
    assert 0 < solved < everything
    expect(rows.locator(".state.good")).to_have_count(rows.count())
    expect(page.locator("main mark").first).to_have_text(re.compile("grind", re.I))
    page.goto("/search/?q=grinder+is:solved")
    assert int(count.inner_text().split()[0]) == solved
