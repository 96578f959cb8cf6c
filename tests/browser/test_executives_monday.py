"""The executive's Monday: read the figures by keyboard and on a phone, have the report by mail, follow it to the conversations."""

import csv
import io
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

EXECUTIVE = "Helen Marsh"
MONDAY = "Executive's Monday"


def arrived(mailbox, subject: str, *, seconds: float = 60):
    """The mail with these words in its subject, once it is there."""
    until = time.monotonic() + seconds
    while True:
        found = [each for each in mailbox.received if subject in each["Subject"]]
        if found:
            return found[-1]
        assert time.monotonic() < until, "No mail came."
        time.sleep(0.3)


def test_the_executives_monday(arrive, mailbox):
    executive = arrive()
    page = executive.sign_in(EXECUTIVE)
    a_report_is_there_from_the_start(page)
    its_charts_are_read_by_keyboard_and_as_tables(page)
    mail = it_comes_by_mail(page, mailbox)
    the_mail_has_pictures_and_files(mail)
    its_links_end_in_conversations(page, mail)
    a_report_of_her_own_is_built_and_scheduled(page)
    it_is_read_on_a_phone(page)


def a_report_is_there_from_the_start(page):
    page.goto("/insights/")
    page.get_by_role("navigation", name="Insights").get_by_role("link", name="Reports").click()
    page.get_by_role("link", name=MONDAY).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MONDAY)
    expect(page.locator("svg.chart:visible").first).to_be_visible()
    assert page.locator("[style], main script").count() == 0


def its_charts_are_read_by_keyboard_and_as_tables(page):
    part = page.locator(".report-part").first
    chart = part.locator("svg.chart:visible")
    said = chart.locator(".point").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert len(said) == 7 and all(re.search(r"\d", each) for each in said)
    page.get_by_role("link", name="See what it counts").first.focus()
    page.keyboard.press("Tab")
    expect(chart.locator(".point").first).to_be_focused()
    part.get_by_text("As a table").click()
    numbers = part.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert [each.split(": ")[1].split(",")[0].split(" ")[0] for each in said] == numbers


def it_comes_by_mail(page, mailbox):
    mailbox.received.clear()
    page.get_by_role("button", name="Send it to me now").click()
    expect(page.get_by_text("It is on its way to you")).to_be_visible()
    mail = arrived(mailbox, MONDAY)
    page.reload()
    expect(page.locator(".delivery", has_text="sent").first).to_be_visible()
    return mail


def the_mail_has_pictures_and_files(mail):
    html = mail.get_body(("html",)).get_content()
    pictures = {each["Content-ID"].strip("<>") for each in mail.walk() if each.get_content_type() == "image/png"}  # fmt: skip
    assert pictures and {f"cid:{each}" for each in pictures} == set(re.findall(r'src="(cid:[^"]+)"', html))  # fmt: skip
    files = {each.get_content_type(): each.get_content() for each in mail.iter_attachments()}
    assert files["application/pdf"].startswith(b"%PDF")
    rows = [row for row in csv.reader(io.StringIO(files["text/csv"])) if not row[0].lstrip("\ufeff").startswith("#")]  # fmt: skip
    assert rows[0][0] == "figure" and len(rows) > 8


def its_links_end_in_conversations(page, mail):
    html = mail.get_body(("html",)).get_content()
    links = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+/insights/[^"]+)"', html)]  # fmt: skip
    rows = next(each for each in links if "/deflection/rows/" in each)
    # As many rows as the number shown, each a conversation or the story of a wish for help.
    page.goto(rows.replace("from=", "was=").replace("to=", "until=") + "&days=180")
    listed = page.locator("main .rows .row")
    assert listed.count() > 0
    topic = page.locator('main .rows a[href^="/t/"], main .rows a[href*="/topics/"]').first
    topic.click()
    expect(page.locator(".post.opening, article").first).to_be_visible()


def a_report_of_her_own_is_built_and_scheduled(page):
    page.goto("/insights/reports/new/")
    page.get_by_label("Name", exact=True).fill("For the board")
    page.get_by_label("Contacts that support had to take").check()
    page.get_by_label("Drawn").select_option("space")
    page.get_by_label("Time", exact=True).select_option("days_90")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview: For the board")).to_be_visible()
    expect(page.locator("#preview svg.bars-chart:visible")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For the board")
    page.get_by_label("How often").select_option("monthly")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_role("button", name="Send it by mail").click()
    expect(page.locator(".delivery", has_text="America/New_York")).to_be_visible()
    page.get_by_role("button", name=re.compile("^End it")).click()
    expect(page.get_by_text("It is not sent any more")).to_be_visible()
    page.get_by_role("button", name="Drop the report").click()
    page.get_by_role("button", name="Drop the report").last.click()
    page.wait_for_url("**/insights/reports/")
    expect(page.get_by_role("link", name="For the board")).to_have_count(0)


def it_is_read_on_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/insights/reports/")
    page.get_by_role("link", name=MONDAY).click()
    expect(page.locator("svg.chart:visible").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    size = page.locator("svg.chart:visible text").first.evaluate(
        "each => each.getBoundingClientRect().height"
    )
    assert size >= 12
