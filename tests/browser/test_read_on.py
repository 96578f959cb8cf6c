"""A long conversation goes on as one reads, and its address follows; without scripts it has plain pages."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.text import cook
from forums import actions
from forums.models import Post, Topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REPLIES = 50
POSTS = "[data-endless] > .post"


@pytest.fixture
def long(board, member) -> Topic:
    topic = actions.open_topic(
        author=member, board=board, kind="discussion", title="A long evening", source="Begin."
    )
    moment = timezone.now()
    Post.objects.bulk_create(
        Post(topic=topic, author=member, number=number, source=f"Word {number}. " * 30,
             html=cook(f"Word {number}. " * 30 + "||hidden||"), created_at=moment)
        for number in range(2, REPLIES + 2)
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(last_number=REPLIES + 1, reply_count=REPLIES)
    topic.refresh_from_db()
    return topic


def test_it_goes_on_to_its_end(visit, member, long):
    page = visit(member, long.get_absolute_url())
    first = page.url
    posts = page.locator(POSTS)
    begun = posts.count()
    assert begun < REPLIES
    posts.last.scroll_into_view_if_needed()
    expect(posts.nth(begun)).to_be_attached()
    expect(page).to_have_url(first)  # what comes is not in sight yet
    posts.nth(begun + 2).scroll_into_view_if_needed()
    expect(page).to_have_url(re.compile(r"\?after=\d+$"))
    page.reload()
    expect(page.locator(".post", has_text=f"Word {begun + 4}.").first).to_be_in_viewport()

    page.goto(first)
    for _ in range(3):
        posts.last.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
    expect(posts).to_have_count(REPLIES)
    added = posts.last
    expect(added.locator("span.spoiler")).to_have_attribute("role", "button")
    reply = page.locator("#reply a.button")
    reply.click()  # htmx knows what was added
    expect(page.get_by_label("Your reply")).to_be_focused()
    added.hover()
    added.locator("details.menu > summary").click()
    expect(added.get_by_role("button", name="Bookmark", exact=True)).to_be_visible()


def test_without_scripts_it_has_pages(visit, long):
    page = visit(None, long.get_absolute_url(), java_script_enabled=False)
    page.get_by_role("link", name="Later").click()
    expect(page).to_have_url(re.compile(r"\?after=\d+$"))
    page.get_by_role("link", name="Later").click()
    expect(page.locator(".post").last).to_contain_text(f"Word {REPLIES + 1}.")
    expect(page.get_by_role("link", name="Later")).to_have_count(0)
