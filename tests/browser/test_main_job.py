"""The main job, end to end: from a visitor's question to the figure on the executive's page."""

import csv
import io
import re
import secrets
import time

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(400),
]

WORD = f"zephyr{secrets.token_hex(3)}"  # nothing in the demo is called so
TITLE = f"My {WORD} clicks twice and then brews cold"
ARTICLE = f"Ten quiet minutes with a {WORD}"
SOLVED = "Problems solved without support"
SAVED = "Saved, after what the community costs"
CONTACTS = "Contacts that support had to take"
EMAIL = f"nadia.{WORD}@post.example"
ANSWER = "Unscrew the **thermal fuse** cover and press the small red button until it clicks."


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 200), (150, 90, 60)).save(drawn, "JPEG")
    return drawn.getvalue()


def eventually(check, *, seconds: float = 30.0, every: float = 0.3):
    """What `check` returns once it is true; fails when it never is."""
    until = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(every)
    return found


def card(page, title: str):
    return page.locator(".figure", has=page.get_by_role("heading", name=title, exact=True))


def figure(executive, title: str) -> int:
    """The number of a figure on the insights page, as it is now."""
    page = executive.go("/insights/")
    return int(card(page, title).locator(".figure-number").inner_text())


def test_the_main_job(arrive, mailbox):
    executive = arrive()
    executive.sign_in("Helen Marsh")
    before = {name: figure(executive, name) for name in (SOLVED, CONTACTS)}

    asker, topic_url = a_visitor_asks_and_is_posted_on_arrival(arrive())
    helper = a_member_answers_live(arrive(), asker, topic_url)
    the_asker_is_told_and_marks_the_solution(asker, helper, mailbox, topic_url)
    an_evangelist_publishes(arrive())
    a_member_votes(helper)
    another_visitor_is_spared_a_contact(arrive())
    a_third_sends_the_form_and_an_agent_sees_its_story(arrive(), arrive(), mailbox)
    a_manager_hides_and_takes_back(arrive(), helper, asker, topic_url)
    the_executive_sees_what_it_was_worth(executive, before)
    withdrawing_consent_removes_the_lead(asker, executive)


def a_visitor_asks_and_is_posted_on_arrival(visitor):
    page = visitor.go("/")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("#consent")).to_have_count(0)
    page.goto(f"/search/?q={WORD}")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    page.get_by_role("link", name="Ask", exact=True).click()
    page.get_by_label("Your question in one sentence").press_sequentially(
        "Steam wand drips when", delay=20
    )
    expect(page.locator("#similar").get_by_role("link").first).to_be_visible()
    page.get_by_label("Your question in one sentence").fill(TITLE)
    page.get_by_label("What happens, and what you have tried").fill(
        "It clicks *twice*, the water stays cold."
    )
    page.locator(".editor input[type=file][multiple]").set_input_files(
        {"name": "machine.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(page.locator("[data-editor] textarea")).to_have_value(re.compile(r"/uploads/"))
    page.wait_for_timeout(
        2500
    )  # nobody writes a question quicker than that, and who does is taken for a machine
    page.get_by_role("button", name="Post", exact=True).click()
    page.wait_for_url("**/accounts/login/**")
    visitor.join("Nadia Ferrer", EMAIL)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    shown = page.locator(".post.opening img").first
    expect(shown).to_be_visible()
    assert shown.evaluate("each => each.complete && each.naturalWidth > 0")
    return visitor, page.url


def a_member_answers_live(member, asker, topic_url):
    page = member.sign_in("Mara Lindqvist")
    page.goto(topic_url)
    expect(page.locator(".post.opening")).to_contain_text("the water stays cold")
    asker.page.get_by_role("link", name="Edit").first.click()
    asker.page.locator("textarea").fill("It clicks *twice*, the water stays **stone cold**.")
    asker.page.get_by_role("button", name="Save").click()
    expect(page.locator(".post.opening")).to_contain_text("stone cold")  # without a reload
    asker.page.wait_for_url("**/t/**")
    page.get_by_role("link", name="Write a reply").click()
    page.locator("textarea").fill(ANSWER)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".editor-preview strong")).to_have_text("thermal fuse")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator(".post", has_text="small red button").first).to_be_visible()
    return member


def the_asker_is_told_and_marks_the_solution(asker, helper, mailbox, topic_url):
    page = asker.page
    answer = page.locator("article.post:not(.opening)", has_text="small red button")
    expect(answer).to_be_visible()  # it arrived live
    expect(page.locator(".count:visible").first).to_have_text("1")
    # Mara adds something and takes it back; both can edit and delete what they wrote.
    helper.page.get_by_role("link", name="Write a reply").click()
    helper.page.locator("textarea").fill("A second thought, to be taken back.")
    helper.page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator("article.post", has_text="second thought")).to_be_visible()
    second = helper.page.locator("article.post", has_text="second thought")
    second.hover()
    second.locator("details.menu > summary").click()
    second.get_by_role("button", name="Delete").click()
    expect(page.locator("article.post", has_text="second thought")).to_have_count(0)
    answer.get_by_role("button", name="This solved it").click()
    expect(page.locator("#solution")).to_contain_text("thermal fuse")
    expect(helper.page.locator("#solution")).to_contain_text("thermal fuse")
    # Whoever has left is told by mail.
    page.goto("about:blank")
    helper.page.get_by_role("link", name="Write a reply").click()
    helper.page.locator("textarea").fill("Glad it works. Keep the cover dry.")
    helper.page.get_by_role("button", name="Reply", exact=True).click()
    letter = eventually(lambda: mailbox.to(EMAIL), seconds=100)[-1]
    assert TITLE in letter.get_body(["plain"]).get_content()
    assert letter["Message-ID"]
    page.goto(topic_url)


def an_evangelist_publishes(evangelist):
    page = evangelist.sign_in("Ines Calloway")
    page.goto("/articles/new/")
    page.get_by_label("Title").fill(ARTICLE)
    page.get_by_label("Standfirst").fill("What to listen for before the first shot.")
    page.locator("textarea[name=source]").fill("## Listen\n\nThe pump tells you most of it.")
    page.get_by_label("Cover picture").set_input_files(
        {"name": "cover.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.get_by_role("button", name="Preview the whole article").click()
    expect(page.locator("#preview").get_by_role("heading", name="Listen")).to_be_visible()
    expect(page.locator("#preview .cover img")).to_be_visible()
    assert ARTICLE not in page.request.get("/feeds/articles.xml").text()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/articles/ten-quiet*/")
    page.goto("/")
    expect(page.get_by_role("link", name=ARTICLE).first).to_be_visible()
    assert ARTICLE in page.request.get("/feeds/articles.xml").text()
    page.get_by_role("link", name=ARTICLE).first.click()
    conversation = page.locator("a[href*='/t/']").first
    conversation.scroll_into_view_if_needed()
    page.goto(conversation.get_attribute("href"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(ARTICLE)


def a_member_votes(member):
    page = member.go("/proposals/")
    page.get_by_role("link", name="Shorter memory").click()
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("del").first).to_be_visible()
    expect(page.locator(".turnout")).to_contain_text("Quorum")
    page.locator(".ballot input[type=radio]").first.check()
    page.locator(".ballot").get_by_role("button").click()
    expect(page.locator(".receipt code").first).to_be_visible()


def another_visitor_is_spared_a_contact(visitor):
    page = visitor.go("/")
    page.get_by_role("button", name="Accept").click()
    page.goto("/support/")
    words = f"My {WORD} clicks twice and brews cold. What can I do?"
    page.get_by_label("What's wrong?").press_sequentially(words)
    row = page.locator(".answer-row", has_text=TITLE)
    row.get_by_role("link", name=TITLE).click()
    expect(row.locator(".solution")).to_contain_text("thermal fuse")
    row.get_by_role("button", name="This solved it").click()
    expect(page.get_by_role("heading", name="Good to hear")).to_be_visible()


def a_third_sends_the_form_and_an_agent_sees_its_story(visitor, agent, mailbox):
    page = visitor.go("/support/")
    words = f"{WORD} clicks twice and smells of smoke, and there is smoke."
    page.get_by_label("What's wrong?").press_sequentially(words)
    row = page.locator(".answer-row", has_text=TITLE)
    row.get_by_role("link", name=TITLE).click()
    row.get_by_role("button", name="Not quite").click()
    page.get_by_label("Your name").fill("Piet Vos")
    page.get_by_label("Your e-mail address").fill("piet@mail.example")
    page.get_by_role("button", name="Send to support").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()
    eventually(lambda: mailbox.to("piet@mail.example"))
    page = agent.sign_in("Otto Brandt")
    page.goto("/support/cases/")
    page.get_by_role("link", name=re.compile("smells of smoke")).first.click()
    story = page.locator("main")
    expect(story).to_contain_text("there is smoke")
    expect(story).to_contain_text(TITLE)
    expect(story).to_contain_text(re.compile("read|opened", re.I))


def a_manager_hides_and_takes_back(manager, helper, asker, topic_url):
    page = asker.go(topic_url)
    rude = page.locator("article.post", has_text="Keep the cover dry")
    rude.hover()
    rude.locator("details.menu > summary").click()
    rude.get_by_text("Report").first.click()
    form = page.locator("section[id^=report-]")
    form.get_by_role("radio").or_(form.get_by_role("combobox")).first.wait_for()
    if form.get_by_role("radio").count():
        form.get_by_role("radio").first.check()
    form.get_by_role("button", name="Report this post").click()
    page = manager.sign_in("Priya Raman")
    page.goto("/moderation/")
    expect(page.locator("main")).to_contain_text("Keep the cover dry")
    page.goto("/moderation/questions/")
    expect(page.locator("main")).to_contain_text(re.compile("wait", re.I))
    page.goto("/moderation/")
    matter = page.locator(".matter", has_text="Keep the cover dry")
    matter.get_by_label("Your reason").fill("Not helpful here")
    matter.get_by_role("button", name="Hide it").click()
    helper.go("/inbox/")
    eventually(
        lambda: (
            helper.page.reload() and "hidden" in helper.page.locator("main").inner_text().lower()
        )
    )
    asker.go("/inbox/")
    eventually(
        lambda: asker.page.reload() and "report" in asker.page.locator("main").inner_text().lower()
    )
    asker.go(topic_url)
    expect(asker.page.locator("article.post", has_text="Keep the cover dry")).to_have_count(0)
    page.goto("/moderation/log/")
    entry = page.locator(".log li", has_text="Not helpful here").first
    entry.get_by_role("button", name="Undo").click()
    asker.go(topic_url)
    expect(asker.page.locator("article.post", has_text="Keep the cover dry")).to_have_count(1)


def the_executive_sees_what_it_was_worth(executive, before):
    eventually(lambda: figure(executive, SOLVED) == before[SOLVED] + 2, seconds=40)
    eventually(lambda: figure(executive, CONTACTS) == before[CONTACTS] + 1)
    page = executive.page
    expect(card(page, SOLVED)).to_contain_text("provisional")
    card(page, SOLVED).get_by_role("link", name="See the conversations").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(before[SOLVED] + 2))
    mine = page.locator(".row", has_text=WORD)
    expect(mine).to_have_count(2)
    expect(mine.first).to_contain_text("Provisional until")
    mine.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.goto("/insights/")
    card(page, CONTACTS).get_by_role("link", name="See the contacts").click()
    expect(page.locator("main")).to_contain_text(f"{WORD} clicks twice and smells of smoke")
    page.goto("/insights/")
    expected = card(page, SAVED).get_by_text("expected, at").inner_text()
    page.goto("/insights/assumptions/")
    page.locator("main a[href*='cost']").first.click()
    for label, value in (("At least", "9.00"), ("Expected", "14.50"), ("At most", "21.00")):
        page.get_by_label(label).fill(value)
    page.get_by_label("Channel").select_option(label="Contact form")
    page.get_by_label("Owner").fill("Helen Marsh")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/insights/assumptions/")
    page.goto("/insights/")
    expect(card(page, SAVED)).not_to_contain_text(expected)
    expect(card(page, SAVED).locator(".figure-number")).to_have_text(re.compile(r"\d+.*–.*\d+"))
    answer = page.request.get("/insights/deflection/rows.csv?grade=confirmed")
    assert answer.ok
    rows = list(csv.reader(io.StringIO(answer.text())))
    assert sum(any(WORD in cell for cell in row) for row in rows) == 2
    page.goto("/insights/leads/rows/")
    page.get_by_role("link", name="Nadia Ferrer").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("first touch", re.I))
    expect(page.locator("main")).to_contain_text(re.compile("Awareness|Interest"))


def withdrawing_consent_removes_the_lead(asker, executive):
    page = asker.go("/me/privacy/")
    for held in (4, 3, 2, 1):
        expect(page.get_by_role("button", name="Take it back")).to_have_count(held)
        page.get_by_role("button", name="Take it back").first.click()
    expect(page.get_by_role("button", name="Take it back")).to_have_count(0)
    executive.go("/insights/leads/rows/")
    expect(executive.page.get_by_role("link", name="Nadia Ferrer")).to_have_count(0)
