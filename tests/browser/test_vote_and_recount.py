"""A vote, from its proposal to the recount: by mouse, by keyboard alone, and on a phone without JavaScript."""

import re
import secrets
import subprocess
import sys

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(240),
]

WORD = f"loans-{secrets.token_hex(3)}"
TITLE = f"How long a machine stays with you ({WORD})"
BASE = "## 1. Machines on loan\n\nA machine on loan comes back after 14 days, clean and dry.\n"
WEEKS, MONTH, KEEP = "Three weeks", "A month", "Keep the text in force"
ARGUMENT = "Who works shifts cannot clean a machine in two weeks, and the post takes three days."

# The same steps that dates lead to, at once: the last of them writes the public file.
MOVE = """
from datetime import timedelta
from django.utils import timezone
from governance import tasks
from governance.models import Proposal
then = timezone.now() - timedelta(seconds=1)
Proposal.objects.filter(pk={pk}).update({dates})
tasks.advance_proposals(); tasks.count_turnout(); tasks.write_tally_files()
"""
OPENS = "comment_opens=then - timedelta(days=8), comment_closes=then, voting_opens=then, announced_at=then - timedelta(days=8)"
CLOSES = "closes=then"


def test_a_vote_is_proposed_cast_and_counted_again(arrive, browser, house, tmp_path):
    manager, member, other, newcomer = arrive(), arrive(), arrive(), arrive()
    address = the_company_proposes_two_texts(manager)
    a_member_argues_about_the_clause(member, address)
    move(house, address, OPENS)
    who_came_later_is_told_why(newcomer, address)
    replaced, receipt = on_a_phone_without_scripts(browser, house, member, address)
    by_keyboard_alone(other, address)
    by_mouse(manager, address, {WEEKS: "2", KEEP: "1"})
    nobody_is_shown_a_result(manager, address)
    move(house, address, CLOSES)
    the_result_is_there(newcomer, address)
    receipts_tell_what_became_of_ballots(newcomer, address, replaced, receipt)
    a_stranger_counts_again(newcomer, address, receipt, tmp_path)


def move(house, address, dates):
    done = house.manage(
        "shell", "-c", MOVE.format(pk=re.search(r"(\d+)/$", address)[1], dates=dates)
    )
    assert done.returncode == 0, done.stderr


def the_company_proposes_two_texts(manager):
    page = manager.enter("Priya Raman")
    page.goto("/policies/")
    page.get_by_role("link", name="Write a policy").click()
    page.get_by_label("Title").fill(WORD)
    page.get_by_label("Address").fill(WORD)
    page.get_by_label("In plain words").fill("How machines are lent.")
    page.get_by_label("The text", exact=True).fill(BASE)
    page.get_by_role("button", name="Put it in force").click()
    page.get_by_role("link", name="Propose a change").click()
    page.get_by_label("What the change does, in one line").fill(TITLE)
    page.get_by_label("Why", exact=True).fill("Fourteen days are *short* for many.")
    page.get_by_label("Who is affected").fill("Whoever borrows a machine.")
    page.locator("[name=text-0-option]").fill(WEEKS)
    page.locator("[name=text-0-source]").fill(BASE.replace("14", "21"))
    page.get_by_role("button", name="Add its text").click()
    page.locator("[name=text-1-option]").fill(MONTH)
    page.locator("[name=text-1-source]").fill(BASE.replace("14", "30"))
    page.get_by_label("How members choose").select_option("ranked_irv")
    page.get_by_label("It binds if this share").fill("5")
    page.get_by_label("The company must answer from").fill("2")
    page.get_by_label("Days from the decision").fill("0")
    page.get_by_role("button", name="Save and look at it").click()
    page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    expect(page.locator("main ins").first).to_have_text(re.compile("21"))
    page.get_by_role("link", name="Announce it").click()
    page.get_by_role("button", name="Announce it").click()
    page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    page.get_by_role("link", name="Call it to the vote").click()
    page.get_by_role("button", name=re.compile("Call")).click()
    page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    return page.url


def a_member_argues_about_the_clause(member, address):
    page = member.enter("Mara Lindqvist")
    page.goto(address)
    page.get_by_role("link", name="Arguments and other words").first.click()
    page.get_by_text("Add an argument").click()
    form = page.locator("form", has=page.get_by_label("Your argument"))
    form.get_by_label("For", exact=True).check()
    form.get_by_label("Your argument").fill(ARGUMENT)
    form.get_by_role("button").click()
    expect(page.locator("#arguments .argument")).to_contain_text("works shifts")
    page.goto(address)
    expect(page.locator(".clause-talk", has_text="1 for")).to_be_visible()


def who_came_later_is_told_why(newcomer, address):
    page = newcomer.enter("Tomás Oyelaran")
    page.goto(address)
    expect(page.locator("#ballot")).to_contain_text("You are not on the roll.")
    expect(page.locator("form.ballot")).to_have_count(0)


def on_a_phone_without_scripts(browser, house, member, address):
    """Twice: the second ballot takes the place of the first. Returns both receipts."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=False,
        storage_state=member.context.storage_state(),
    )  # fmt: skip
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Go to the ballot").tap()
    place(page, {WEEKS: "1", MONTH: "1"})
    page.get_by_role("button", name="Cast my ballot").tap()
    expect(page.get_by_role("alert")).to_contain_text("Place 1 stands beside more than one")
    place(page, {MONTH: "1", WEEKS: "2"})
    page.get_by_role("button", name="Cast my ballot").tap()
    first = page.locator(".receipt code").inner_text()
    page.get_by_role("link", name="Change my ballot").tap()
    place(page, {WEEKS: "1", MONTH: "2"})
    page.get_by_text("Say something beside it").tap()
    page.get_by_label("Your words beside it").fill("A month is too long for who waits.")
    page.get_by_role("button", name="Change my ballot").tap()
    second = page.locator(".receipt code").inner_text()
    assert first != second
    page.get_by_role("link", name="Check a receipt").tap()
    page.get_by_label("Code").fill(second)
    page.get_by_role("button", name="Check").tap()
    expect(page.locator(".note[role=status]")).to_contain_text("is recorded")
    assert "Three weeks" not in page.locator("main").inner_text()
    context.close()
    return first, second


def place(page, places):
    for option, number in places.items():
        page.get_by_label(option).select_option(number)


def by_keyboard_alone(other, address):
    page = other.enter("Ines Calloway")
    page.goto(address)
    link = page.get_by_role("link", name="Go to the ballot")
    link.focus()
    page.keyboard.press("Enter")
    reached = "document.activeElement.matches('.ballot select')"
    for _ in range(4):  # the ballot is where the link leads
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            break
    assert page.evaluate(reached)
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim() === 'Cast my ballot'"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".receipt code")).to_have_text(re.compile(r"^\w{4}(-\w{4})+$"))


def by_mouse(manager, address, places):
    page = manager.go(address)
    place(page, places)
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.get_by_role("heading", name="Your ballot is in")).to_be_visible()


def nobody_is_shown_a_result(manager, address):
    page = manager.go(address)
    expect(page.locator("#turnout")).to_contain_text("have voted")
    expect(page.locator("#result")).to_have_count(0)
    for name in ("count/", "tally.json"):
        assert page.request.get(f"{address}{name}").status == 403  # with the reason


def the_result_is_there(newcomer, address):
    page = newcomer.go(address)
    expect(page.locator("#result")).to_contain_text("Adopted")
    expect(page.locator("#result .wins")).to_contain_text(WEEKS)
    page.get_by_role("link", name="Every round, and how to count again").click()
    expect(page.locator("main")).to_contain_text("3 of")
    page.goto(f"/policies/{WORD}/")
    expect(page.locator("main")).to_contain_text("after 21 days")
    page.get_by_role("link", name="How it came about").click()
    page.get_by_role("link", name="the vote").click()
    expect(page).to_have_url(address)


def receipts_tell_what_became_of_ballots(newcomer, address, replaced, receipt):
    """Whoever holds the code may ask."""
    page = newcomer.go(f"{address}receipts/")
    for code, said in ((replaced, "replaced by a later one"), (receipt, f"1. {WEEKS}, 2. {MONTH}")):
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".note[role=status]")).to_contain_text(said)
    expect(page.locator(".note[role=status]")).to_contain_text("too long for who waits")


def a_stranger_counts_again(newcomer, address, receipt, folder):
    """With what the page of the count offers, and nothing else."""
    page = newcomer.go(f"{address}count/")
    for name in ("tally.json", "recount.py"):
        link = page.locator("#again").get_by_role("link", name=name).get_attribute("href")
        (folder / name).write_bytes(page.request.get(link).body())
    again = subprocess.run(
        [sys.executable, "-I", "recount.py", "tally.json", "--receipt", receipt],
        cwd=folder, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert again.returncode == 0, again.stdout
    assert f"receipt {receipt} is counted" in again.stdout
