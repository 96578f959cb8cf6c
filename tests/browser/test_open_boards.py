"""Boards as those see them who keep them, who read them and who must not know of them."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
BOARDS = "/spaces/home-espresso/boards/"


def test_a_private_board_is_made_and_one_member_is_let_in(arrive):
    priya, mara, outside = arrive(), arrive(), arrive()
    page = priya.enter("Priya Raman")
    page.goto(BOARDS)
    page.get_by_role("link", name="Add a board").click()
    page.get_by_label("Name", exact=True).fill("Wands, unreleased")
    page.get_by_label("Its address in the space").fill("wands")
    page.get_by_label("What it is for").fill("What we try before anybody hears of it.")
    page.get_by_label("Private").check()
    page.get_by_role("button", name="Save").click()
    page.goto(BOARDS)
    row = page.locator(".row", has_text="Wands")
    expect(row).to_contain_text("Private")

    member = mara.enter("Mara Lindqvist")
    for person in (mara, outside):
        assert person.page.request.get("/s/home-espresso/wands/").status == 404
        person.go("/s/home-espresso/")
        expect(person.page.locator("main")).not_to_contain_text("Wands")
    member.goto("/ask/")
    expect(member.get_by_label("Where it belongs")).not_to_contain_text("Wands")

    row.get_by_role("link", name="Who reads it").click()
    page.locator("[name=member]").fill("mara")
    page.get_by_label("Why").fill("Tests the new wand")
    page.get_by_role("button", name="Let them in").click()
    expect(page.locator("main ul.rows")).to_contain_text("Mara Lindqvist")
    member.goto("/s/home-espresso/wands/")
    expect(member.get_by_role("heading", level=1)).to_have_text("Wands, unreleased")
    assert outside.page.request.get("/s/home-espresso/wands/").status == 404

    page.get_by_role("button", name="Take back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("No single member is let in.")).to_be_visible()
    assert member.request.get("/s/home-espresso/wands/").status == 404
    assert member.request.get(BOARDS).status == 403  # who keeps no board sees no studio of theirs
