"""What members do with a poll, an idea and a question, on a phone's screen; and what each sees of the others'."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
PHONE = {"width": 390, "height": 844}


def on_a_phone(person) -> Page:
    person.page.set_viewport_size(PHONE)
    return person.page


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def begin(page: Page, *, board: str, kind: str, title: str, words: str) -> str:
    """Begin a conversation as people do, and return its address."""
    page.goto(f"/ask/?board={board}&space=home-espresso")
    page.get_by_label("Your question in one sentence").or_(page.get_by_label("Title")).first.fill(
        title
    )
    page.get_by_label("Where it belongs").select_option(label=f"Home Espresso: {board}")
    page.get_by_label("What it is").select_option(kind)
    page.locator("[data-editor] textarea").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()
    page.wait_for_url("**/t/**")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def test_a_poll_stays_hidden_until_it_is_closed(arrive):
    mara, ines = arrive(), arrive()
    page = on_a_phone(mara)
    mara.enter("Mara Lindqvist")
    address = begin(page, board="Grinders", kind="discussion", title="Which burrs shall we measure?", words="One set a month.")  # fmt: skip
    page.get_by_role("link", name="Add a poll").click()
    page.get_by_label("Answers, one a line").fill("Flat\nConical\nGhost")
    page.get_by_label("Results are shown").select_option(
        label="When it is closed, to nobody before"
    )
    fits(page)
    page.get_by_role("button", name="Add the poll").click()
    poll = page.locator("#poll")
    poll.get_by_label("Flat").check()
    fits(page)
    poll.get_by_role("button", name="Vote").click()
    expect(poll).to_contain_text("You have voted")
    expect(poll).not_to_contain_text("%")

    other = on_a_phone(ines)
    ines.enter("Ines Calloway")
    other.goto(address)
    theirs = other.locator("#poll")
    expect(theirs).to_contain_text("Results are shown when it is closed")
    expect(theirs).not_to_contain_text("%")
    choice = theirs.locator("label.check", has_text="Conical")
    assert choice.bounding_box()["height"] >= 44
    choice.click()
    theirs.get_by_role("button", name="Vote").click()
    theirs.get_by_text("You have voted").click()
    theirs.get_by_label("Flat").check()
    theirs.get_by_role("button", name="Change your vote").click()
    expect(theirs).to_contain_text("You have voted")
    expect(theirs).not_to_contain_text("%")

    page.goto(address)
    poll.get_by_role("button", name="Close the poll").click()
    page.get_by_role("dialog").get_by_role("button", name="Close the poll").click()
    for each in (poll, theirs):  # hers comes by itself: nobody loads the page again
        expect(each.locator("tr", has_text="Flat")).to_contain_text("2 votes")
        expect(each.locator("tr", has_text="Conical")).to_contain_text("0 votes")
        expect(each.get_by_role("button", name="Change your vote")).to_have_count(0)
    fits(other)


def test_an_idea_is_wanted_answered_and_stands_on_the_roadmap(arrive):
    mara, sam = arrive(), arrive()
    page = on_a_phone(mara)
    mara.enter("Mara Lindqvist")
    page.goto("/ideas/")
    ideas = [each.get_attribute("href") for each in page.locator(".ideas .row-title a").all()]
    for idea in ideas:  # one that she may vote for and has not yet
        page.goto(idea)
        if page.get_by_role("button", name="Vote for it").count():
            break
    address, title = page.url, page.get_by_role("heading", level=1).inner_text()
    votes = page.locator(".vote-count strong")
    before = int(votes.inner_text())
    page.get_by_role("button", name="Vote for it").click()
    expect(page.get_by_role("button", name="You voted")).to_have_attribute("aria-pressed", "true")
    expect(votes).to_have_text(str(before + 1))

    sam.enter("Sam Whitlock")
    sam.go(address)
    sam.page.get_by_role("link", name="Answer the idea").click()
    sam.page.get_by_label("Where it stands").select_option(label="Planned")
    sam.page.get_by_label("What the company says").fill("In **spring**, with the travel set.")
    sam.page.get_by_role("button", name="Say it").click()
    expect(page.locator(".answer strong")).to_have_text("spring")  # she has it open
    page.goto("/roadmap/")
    fits(page)
    planned = page.locator("section", has=page.get_by_role("heading", name="Planned"))
    expect(planned.locator(".row", has_text=title)).to_contain_text(str(before + 1))


def test_a_question_has_two_solutions_more_askers_and_a_twin(arrive):
    mara, tomas, priya = arrive(), arrive(), arrive()
    page = on_a_phone(mara)
    mara.enter("Mara Lindqvist")
    asked = [
        begin(page, board="Grinders", kind="question", title=title, words="It squeaks at the third turn.")
        for title in ("Why does my hand grinder squeak?", "Squeaking at the third turn, again")
    ]  # fmt: skip
    on_a_phone(tomas)
    tomas.enter("Tomás Oyelaran")
    for words in ("A drop of food-grade oil on the axle.", "Or a felt washer, for good."):
        tomas.go(asked[0])
        tomas.page.get_by_role("link", name="Write a reply").click()
        tomas.page.get_by_label("Your reply").fill(words)
        tomas.page.get_by_role("button", name="Reply", exact=True).click()
        expect(tomas.page.locator(".post", has_text=words)).to_be_visible()
    fits(tomas.page)
    page.goto(asked[0])
    for words in ("food-grade oil", "felt washer"):
        answer = page.locator("article.post:not(.opening)", has_text=words)
        answer.get_by_role("button", name="This solved it").click()
        expect(page.locator(".solution", has_text=words)).to_be_visible()
    fits(page)

    tomas.go(asked[1])
    tomas.page.get_by_role("button", name="I have this question, too").click()
    expect(tomas.page.get_by_text("1 other member has this question.")).to_be_visible()

    priya.enter("Priya Raman")
    priya.go(asked[1])
    priya.page.get_by_role("link", name="Asked before?").click()
    priya.page.get_by_label("The one that came before").fill(asked[0])
    priya.page.get_by_role("button", name="Mark as a duplicate").click()
    expect(priya.page.locator("#topic-state")).to_contain_text("Asked before")
    twin = tomas.page.locator("#duplicate").get_by_role("link", name=re.compile("hand grinder"))
    expect(twin).to_be_visible()  # it came by itself
    twin.click()
    expect(tomas.page.locator(".solution")).to_have_count(2)
