"""One answer by a press a member and post; what the brand offers; counts equal a recount."""

from collections import Counter
from functools import partial

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Member
from core.rules import NotAllowed
from forums.actions import open_topic, thank, unthank
from forums.models import Post, Reaction
from spaces.models import Brand
from tests.forums.at_once import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(board, outsider):
    return open_topic(
        author=outsider, board=board, kind="question", title="Leaks again", source="It leaks."
    ).posts.get()


def counts(post):
    post = Post.objects.get(pk=post.pk)
    return post.thanks_count, post.reaction_counts


def test_another_reaction_takes_the_place_of_the_first(member, post):
    assert thank(by=member, post=post)
    assert thank(by=member, post=post, kind="idea")
    assert not thank(by=member, post=post, kind="idea")

    assert counts(post) == (1, {"idea": 1})
    assert unthank(by=member, post=post)
    assert counts(post) == (0, {})


def test_only_what_the_brand_offers(member, post):
    Brand.objects.update(reactions=["idea"])

    with pytest.raises(NotAllowed):
        thank(by=member, post=post, kind="up")
    with pytest.raises(NotAllowed):
        thank(by=member, post=post, kind="<b>")
    assert thank(by=member, post=post)  # thanks are always there


def test_menu_offers_reactions_and_the_page_shows_them(client, member, outsider, newcomer, post):
    thank(by=newcomer, post=post, kind="up")
    client.force_login(member)
    menu = client.get(reverse("forums:post_menu", args=[post.pk])).content.decode()
    assert "Good thought" in menu

    client.post(reverse("forums:thanks", args=[post.pk]), {"kind": "idea"})

    page = client.get(post.topic.get_absolute_url()).content.decode()
    assert "Good thought 1" in page
    assert 'aria-label="I agree"' in page


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["heart", "up", "idea", ""])), max_size=12
    )
)
def test_counts_equal_a_recount_after_anything(
    member, newcomer, manager, evangelist, post, presses
):
    people = [member, newcomer, manager, evangelist]
    for person in people:
        unthank(by=person, post=post)
    for person, kind in presses:
        if kind:
            thank(by=people[person], post=post, kind=kind)
        else:
            unthank(by=people[person], post=post)
    recount = Counter(Reaction.objects.filter(post=post).values_list("kind", flat=True))
    assert counts(post) == (sum(recount.values()), dict(recount))


@pytest.mark.django_db(transaction=True)
def test_fifty_members_react_at_once(post):
    crowd = Member.objects.bulk_create(
        Member(handle=f"crowd-{n}", name=f"Crowd {n}", email=f"c{n}@mail.example", trust=1)
        for n in range(50)
    )

    all_at_once(
        partial(thank, by=each, post=post, kind="up" if n % 2 else "heart")
        for n, each in enumerate(crowd)
    )

    assert counts(post) == (50, {"heart": 25, "up": 25})
