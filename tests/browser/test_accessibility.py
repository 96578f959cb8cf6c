"""axe-core finds nothing serious on any main page, light and dark, wide and narrow; no page is wider than its window."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.tour import STOPS, Stop, sign_in, visit
from tests.house import House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(400),
]

# 320 px is what 1280 px become at 400 % zoom (WCAG 1.4.10).
SETTINGS = {"light": (1280, 900), "dark": (320, 844)}
GRAVE = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
"""Everything, at the first setting."""
CHANGING = {
    "runOnly": {
        "type": "rule",
        "values": [
            "color-contrast", "target-size", "scrollable-region-focusable", "button-name",
            "link-name", "label", "aria-hidden-focus",
        ],
    }
}  # fmt: skip
"""What another width or scheme can change, at the others."""


def violations(page: Page, rules: dict = RULES) -> list[str]:
    """What axe-core calls serious or critical, with the first element that has it."""
    found = Axe().run(page, options=rules).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}"
        for each in found
        if each["impact"] in GRAVE
    ]


def faults(page: Page, base: str, stop: Stop) -> list[str]:
    status = visit(page, base, stop, settle=200)
    if status not in (200, 403, 404):
        return [f"status {status}"]
    found = []
    for scheme, (width, height) in SETTINGS.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": height})
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        rules = RULES if scheme == "light" else CHANGING
        found += [f"{scheme} {width}: {each}" for each in violations(page, rules)]
        found += [f"{over} px wider than {width}"] if over > 0 else []
    return found


@pytest.mark.parametrize("role", sorted({stop.role for stop in STOPS}))
def test_pages_have_no_serious_violation(house: House, browser: Browser, role: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    if role != "visitor":
        sign_in(context, house.url, role)
    page = context.new_page()
    told = {
        stop.name: found
        for stop in STOPS
        if stop.role == role and (found := faults(page, house.url, stop))
    }
    context.close()
    assert not told, told


def test_axe_would_tell(browser: Browser) -> None:
    """The net holds: a picture without words and a faint word are both caught."""
    page = browser.new_page()
    page.set_content(
        '<html lang="en"><title>t</title><main><img src="x"><p style="color:#ccc">faint</p></main>'
    )
    told = " ".join(violations(page))
    page.close()
    assert "image-alt" in told
    assert "color-contrast" in told


def test_keyboard_alone_reaches_search_menu_and_content(house: House, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(house.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    menu = page.locator("header details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.menu-list') !== null")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.close()


def test_theme_turns_and_is_kept(house: House, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(house.url)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("header details.menu summary").click()
    for _ in range(2):  # as the system, light, dark
        page.locator("[data-theme-turn]").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(ground) != light
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    context.close()


SMALL = """() => [...document.querySelectorAll("button, summary, select, .button, .act, .tool, .tabs a, .subtabs a, .pick, input:not([type=hidden])")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !(each.matches("input") && each.closest("label")) && !each.closest(".unseen") && each.getBoundingClientRect().width > 1)
  .filter((each) => each.getBoundingClientRect().height + 2 * Math.max(0, -parseFloat(getComputedStyle(each, "::after").top) || 0) < 43.5)
  .map((each) => each.outerHTML.slice(0, 90))"""


TOPICS = ("/t/87/", "/t/44/")
PRESSED = {
    "member": (
        "/latest/", "/s/home-espresso/machines/", *TOPICS, "/ask/", "/search/?q=tern", "/bookmarks/", "/support/",
    ),
    "manager": (
        "/latest/", "/s/home-espresso/machines/", *TOPICS, "/ask/", "/search/?q=tern", "/bookmarks/",
    ),
    "agent": ("/support/day/", "/support/cases/"),
    "executive": ("/insights/", "/insights/deflection/", "/insights/leads/", "/insights/reports/1/"),
}  # fmt: skip


@pytest.mark.parametrize("role", PRESSED)
def test_what_one_presses_on_a_phone_is_large_enough(
    house: House, browser: Browser, role: str
) -> None:
    """44 px, as phones' makers ask; text links are as high as their lines, and rows are pressed as a whole."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    sign_in(context, house.url, role)
    page = context.new_page()
    told = {}
    for path in PRESSED[role]:
        page.goto(house.url + path)
        if path in TOPICS:
            page.locator("#reply a.button").click()
            page.get_by_role("toolbar").wait_for()
        if small := page.evaluate(SMALL):
            told[path] = small
    context.close()
    assert not told, told


def test_a_row_is_pressed_as_a_whole_on_a_phone(house: House, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{house.url}/latest/")
    row = page.locator("[data-endless] > .row").nth(3)
    box = row.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 20, box["y"] + box["height"] - 8)
    page.wait_for_url("**/t/**")
    context.close()
