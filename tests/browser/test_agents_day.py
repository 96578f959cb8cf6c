"""The agent's day: begin with what waits, work the list by keys while it fills by itself, answer with an article, sort, merge
what is one, make an answer public when its customer agrees, and take back what was done."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(400),
]

AGENT, CUSTOMER = "Otto Brandt", "Mara Lindqvist"
SUBJECT = "Tern hisses like a cat since Tuesday"
STORY = "I am Mara Lindqvist, call me on +44 117 496 0123, please."


def test_the_agents_day(arrive, house):
    agent, customer = arrive(), arrive()
    desk = agent.enter(AGENT)
    it_begins_with_my_day(desk)
    a_case_comes_in_while_the_list_is_open(desk, customer)
    it_is_opened_by_keys_and_sorted(desk)
    a_note_stays_among_agents_and_an_answer_is_seen_at_once(desk, customer)
    many_are_done_at_once_and_one_is_taken_back(desk)
    the_answer_is_published_when_the_customer_agrees(desk, customer)
    the_customer_says_it_is_solved(desk, customer)
    it_reads_well_on_a_phone(desk)
    assert agent.complaints == customer.complaints == []


def it_begins_with_my_day(desk):
    desk.goto("/support/day/")
    expect(desk.get_by_role("heading", name="My day")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("Heron's base smells of burning")
    desk.get_by_role("link", name="All cases").click()
    expect(desk.locator("#cases .case-row").first).to_be_visible()
    assert desk.locator("main [style]").count() == 0


def a_case_comes_in_while_the_list_is_open(desk, customer):
    """Nobody reloads: the row is there moments after it was sent, and what was chosen stays chosen."""
    first = desk.locator("#cases input[name=cases]").first
    chosen = first.get_attribute("value")
    first.check()
    time.sleep(1)  # the socket opens
    page = customer.enter(CUSTOMER)
    page.goto("/support/")
    page.get_by_label("What's wrong?").press_sequentially(f"{SUBJECT}. {STORY}", delay=2)
    page.get_by_role("button", name="Send to support").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()
    page.get_by_role("link", name="Follow your case").click()
    expect(desk.get_by_role("link", name=SUBJECT)).to_be_visible(timeout=15_000)
    expect(desk.locator(f"#cases input[value='{chosen}']")).to_be_checked()
    desk.locator(f"#cases input[value='{chosen}']").uncheck()


def it_is_opened_by_keys_and_sorted(desk):
    row = desk.locator(".case-row", has_text=SUBJECT)
    for _ in range(40):
        desk.keyboard.press("j")
        if "at" in (row.get_attribute("class") or "").split():
            break
    expect(row).to_have_class(re.compile(r"\bat\b"))
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(SUBJECT)
    desk.wait_for_load_state()  # the keys are there
    desk.keyboard.press("t")
    expect(desk.locator("#case-head")).to_contain_text(AGENT)
    sorting = desk.locator("form.sorting").first
    sorting.get_by_label("Priority").select_option("high")
    sorting.get_by_label("Tags").fill("hissing, steam")
    sorting.get_by_role("button", name="Save").click()
    expect(desk.locator("#case-head")).to_contain_text("hissing")
    expect(desk.locator("#case-record")).to_contain_text("Normal → High")
    expect(desk.locator("#case-clock")).to_contain_text("Answer within")


def a_note_stays_among_agents_and_an_answer_is_seen_at_once(desk, customer):
    desk.locator("#answer textarea").fill("Sounds like the steam valve.")
    desk.get_by_role("button", name="Internal note").click()
    expect(desk.locator("article.post.note")).to_contain_text("steam valve")
    desk.wait_for_load_state()
    desk.keyboard.press("r")
    expect(desk.locator("#answer textarea")).to_be_focused()
    desk.locator("#answer textarea").fill(
        "Hello Mara, open the steam tap for ten seconds, then close it."
    )
    desk.get_by_role("button", name="Answer", exact=True).click()
    page = customer.page
    expect(page.locator("#thread")).to_contain_text("open the steam tap", timeout=15_000)
    expect(page.locator("#thread")).not_to_contain_text("steam valve")
    expect(page.locator("#case-head")).to_contain_text("We have answered")
    expect(desk.locator("#case-clock")).to_contain_text("customer's turn")


def many_are_done_at_once_and_one_is_taken_back(desk):
    desk.goto("/support/cases/?list=open")
    boxes = desk.locator("#cases input[name=cases]")
    for number in range(2):
        boxes.nth(number).check()
    expect(desk.locator(".chosen")).to_have_text("2 chosen")
    desk.get_by_label("What is to be done").select_option("priority:urgent")
    desk.get_by_role("button", name="Do it").click()
    expect(desk.locator("main")).to_contain_text("2 cases done")
    desk.locator(".case-row a").first.click()
    desk.locator("#case-record").get_by_role(
        "button", name=re.compile("Undo.*Urgent")
    ).first.click()
    expect(desk.locator("main")).to_contain_text("Undone")


def the_answer_is_published_when_the_customer_agrees(desk, customer):
    desk.goto("/support/cases/?list=waiting")
    desk.get_by_role("link", name=SUBJECT).click()
    desk.get_by_role("link", name="Publish this answer").click()
    expect(desk.locator("del").first).to_be_visible()
    assert "496 0123" not in desk.get_by_role("textbox", name="The question").input_value()
    assert "Mara" not in desk.get_by_role("textbox", name="The answer").input_value()
    desk.get_by_role("button", name="Ask the customer").click()
    expect(desk.locator("main")).to_contain_text("Nothing is published before they agree")
    page = customer.page
    page.reload()
    expect(page.locator(".publishing")).to_contain_text("steam tap")
    page.get_by_role("button", name="Yes, publish this").click()
    page.get_by_role("link", name="read it").click()
    expect(page.locator("main")).to_contain_text("open the steam tap")
    expect(page.locator("main")).not_to_contain_text("+44")
    page.go_back()


def the_customer_says_it_is_solved(desk, customer):
    """What stands published as the solution solves the case; they write again, and say it once more themselves."""
    page = customer.page
    expect(page.locator("#case-head")).to_contain_text("Solved", timeout=20_000)
    page.get_by_label("Your message").fill("It hissed once more, and then never again.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#case-head")).to_contain_text("A person reads it")
    page.get_by_role("button", name="This is solved").click()
    expect(page.locator("#case-head")).to_contain_text("Solved")
    desk.goto("/support/cases/?list=solved")
    expect(desk.get_by_role("link", name=SUBJECT).first).to_be_visible()


def it_reads_well_on_a_phone(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    for address in ("/support/cases/", "/support/day/"):
        desk.goto(address)
        wide = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
