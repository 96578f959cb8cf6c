"""A real community, where the data is there: coffee people of early 2015."""

import pytest

from core.html import clean_html
from forums.models import Post, Solution, Topic
from integrations.models import ImportedPost
from tests.core.outside import SHARED

COFFEE = SHARED / "coffee.stackexchange.com"


@pytest.mark.skipif(not COFFEE.is_dir(), reason="no real dump beside the project")
def test_coffee_moves_in(bring_in, space, client):
    said = bring_in(COFFEE)
    assert "Checked: 225 questions, 327 answers." in said
    assert "Left out: 20 tag wiki excerpts." in said and "Left out: 20 tag wikis." in said
    assert "225 questions, 327 answers, 105 solutions" in said
    assert Topic.objects.filter(space=space).count() == 225
    assert Post.objects.filter(number__gt=1).count() == 327
    assert (
        Solution.objects.in_force().count() == Topic.objects.exclude(solved_at=None).count() == 105
    )
    for html in Post.objects.values_list("html", flat=True):
        assert clean_html(html) == html and "<img" not in html

    topic = ImportedPost.objects.get(old_id=1).post.topic
    assert topic.title == "How should I store whole bean coffee?" and topic.reply_count == 3
    assert set(topic.tags.names()) == {"storage", "whole-bean"}
    page = client.get("/q/1", follow=True).content.decode()
    assert "microroasted" in page and "20 votes there" in page and "Solution" in page
    assert topic.get_absolute_url() in client.get("/search/?q=store+whole+beans").content.decode()
    assert client.get("/s/home-espresso/imported/").status_code == 200
    assert "nothing to do" in bring_in(COFFEE)
