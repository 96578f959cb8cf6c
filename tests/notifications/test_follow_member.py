"""Members follow members: they hear of conversations these open, where both may, and never against a block."""

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import block_member, change_profile
from accounts.events import MembersMerged
from accounts.models import Member
from core.rules import NotAllowed
from forums.actions import open_topic, reply
from notifications.actions import follow, unfollow
from notifications.models import Notification, Subscription
from notifications.subscribers import hand_over_to_one_member
from tests.world import deliver_all

pytestmark = pytest.mark.django_db


def opens(author: Member, board, title="Why does it drip?"):
    topic = open_topic(author=author, board=board, kind="question", title=title, source="Hm.")
    deliver_all()
    return topic


def told(member: Member) -> list[str]:
    return list(Notification.objects.filter(member=member).values_list("kind", flat=True))


class TestHearing:
    def test_of_what_they_open_and_not_of_what_they_reply(self, member, outsider, newcomer, board):
        follow(member=member, target=outsider)
        opens(outsider, board)
        assert told(member) == ["topic"]
        reply(author=outsider, topic=opens(newcomer, board), source="So.")
        deliver_all()
        assert told(member) == ["topic"]

    def test_of_nothing_in_places_one_may_not_see(self, member, insider, private_board):
        follow(member=member, target=insider)
        opens(insider, private_board)
        assert told(member) == []

    def test_of_nothing_any_more_once_they_keep_it_or_one_stopped(
        self, member, outsider, newcomer, board
    ):
        follow(member=member, target=outsider)
        follow(member=newcomer, target=outsider)
        unfollow(member=newcomer, target=outsider)
        change_profile(member=outsider, name="Out", bio="", shown_to={"activity": "nobody"})
        opens(outsider, board)
        assert (told(member), told(newcomer)) == ([], [])


class TestWho:
    def test_not_oneself(self, member):
        with pytest.raises(NotAllowed):
            follow(member=member, target=member)
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(member=member, person=member)

    def test_a_block_ends_ones_own_following_and_silences_the_others(
        self, client, member, outsider, board
    ):
        follow(member=member, target=outsider)
        follow(member=outsider, target=member)
        client.force_login(outsider)
        before = client.get("/m/member/").content
        block_member(by=member, member=outsider)
        deliver_all()
        member.refresh_from_db()
        assert Subscription.objects.in_force().get(person__isnull=False).person == member
        opens(member, board)
        assert told(outsider) == []
        assert b"Following" in before
        assert b"Following" in client.get("/m/member/").content  # no sign of the block

    def test_a_merged_account_is_followed_once_and_not_by_itself(self, member, outsider, insider):
        follow(member=insider, target=outsider)
        follow(member=outsider, target=insider)
        follow(member=member, target=outsider)
        follow(member=member, target=insider)
        hand_over_to_one_member(
            MembersMerged(from_id=outsider.pk, to_id=insider.pk, by_id=member.pk)
        )
        assert set(Subscription.objects.values_list("member", "person")) == {
            (member.pk, insider.pk)
        }

    def test_not_who_keeps_what_they_wrote_or_is_gone(self, member, outsider, insider):
        change_profile(member=outsider, name="Out", bio="", shown_to={"activity": "nobody"})
        outsider.refresh_from_db()
        insider.is_active = False
        for person in (outsider, insider):
            with pytest.raises(NotAllowed):
                follow(member=member, target=person)


class TestThePages:
    def test_follow_and_stop_on_the_profile(self, client, member, outsider):
        client.force_login(member)
        button = f'name="person" value="{outsider.pk}"'
        assert button in client.get("/m/outsider/").content.decode()
        client.post("/subscriptions/", {"person": outsider.pk, "back": "/m/outsider/"})
        assert "Following" in client.get("/m/outsider/").content.decode()
        listed = client.get("/subscriptions/").content.decode()
        assert "/m/outsider/" in listed
        assert button in listed
        client.post("/subscriptions/end/", {"person": outsider.pk})
        assert not Subscription.objects.in_force().exists()

    def test_a_visitors_press_waits_for_their_sign_in(self, client, outsider):
        page = client.get("/m/outsider/").content.decode()
        assert f'name="person" value="{outsider.pk}"' in page
        assert 'value="notifications.follow"' in page

    def test_nothing_is_offered_where_what_they_wrote_is_kept(self, client, member, outsider):
        change_profile(member=outsider, name="Out", bio="", shown_to={"activity": "members"})
        assert 'name="person"' not in client.get("/m/outsider/").content.decode()
        client.force_login(member)
        assert 'name="person"' in client.get("/m/outsider/").content.decode()
        assert 'name="person"' not in client.get("/m/member/").content.decode()
