"""Members block each other: posts fold away, notices stay out, nobody is told, the company stays in sight."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import block_member, delete_member, request_deletion, unblock_member
from accounts.models import Block, Member, Role, RoleGrant
from core.rules import NotAllowed
from forums import actions as forums
from notifications.models import Notification
from tests.cast import make_member
from tests.world import deliver_all

pytestmark = pytest.mark.django_db
FOLDED = b"A post by someone you blocked"


@pytest.fixture
def topic(member, board):
    return forums.open_topic(
        author=member, board=board, kind="question", title="Why does it drip?", source="Hm."
    )


class TestTheRow:
    def test_is_once_and_repeated_on_the_member(self, member, outsider):
        block_member(by=member, member=outsider)
        block_member(by=member, member=outsider)
        member.refresh_from_db()
        assert member.blocked_ids == [outsider.pk]
        assert unblock_member(by=member, member=outsider)
        assert not unblock_member(by=member, member=outsider)
        member.refresh_from_db()
        assert member.blocked_ids == []
        assert not Block.objects.exists()

    def test_goes_with_either_of_them(self, member, outsider):
        block_member(by=member, member=outsider)
        deletion = request_deletion(member=outsider, takes_posts=False)
        assert delete_member(deletion_id=deletion.pk, now=timezone.now() + timedelta(days=15))
        deliver_all()
        member.refresh_from_db()
        assert member.blocked_ids == []
        assert not Block.objects.exists()

    def test_is_never_of_oneself(self, member):
        with pytest.raises(NotAllowed):
            block_member(by=member, member=member)
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.create(blocker=member, blocked=member)

    def test_is_never_of_who_speaks_for_the_company(self, member, manager):
        with pytest.raises(NotAllowed):
            block_member(by=member, member=manager)


class TestTheConversation:
    def test_posts_fold_away_for_the_blocker_alone(self, client, topic, member, outsider):
        post = forums.reply(author=outsider, topic=topic, source="Clean it.")
        block_member(by=member, member=outsider)
        addresses = (
            topic.get_absolute_url(), f"/posts/{post.pk}/", f"/topics/{topic.pk}/newer/?after=1",
            f"/topics/{topic.pk}/conversation/",
        )  # fmt: skip
        client.force_login(member)
        for address in addresses:
            assert FOLDED in client.get(address).content, address
        client.force_login(outsider)
        for address in addresses:
            assert FOLDED not in client.get(address).content, address
        client.logout()
        assert FOLDED not in client.get(topic.get_absolute_url()).content

    def test_the_solution_above_folds_too(self, client, topic, member, outsider):
        post = forums.reply(author=outsider, topic=topic, source="Clean it.")
        forums.mark_solution(by=member, post=post)
        block_member(by=member, member=outsider)
        client.force_login(member)
        assert client.get(topic.get_absolute_url()).content.count(FOLDED) == 2

    def test_who_bears_a_badge_here_stays_in_sight(self, client, topic, member, outsider):
        forums.reply(author=outsider, topic=topic, source="Clean it.")
        block_member(by=member, member=outsider)
        RoleGrant.objects.create(member=outsider, role=Role.MANAGER)
        client.force_login(member)
        assert FOLDED not in client.get(topic.get_absolute_url()).content

    def test_blocking_costs_the_page_no_query(self, client, topic, member, outsider):
        forums.reply(author=outsider, topic=topic, source="Clean it.")
        client.force_login(member)

        def count() -> int:
            client.get(topic.get_absolute_url())
            with CaptureQueriesContext(connection) as queries:
                client.get(topic.get_absolute_url())
            return len(queries)

        before = count()
        for number in range(5):
            other = make_member(f"other{number}")
            forums.reply(author=other, topic=topic, source="So.")
            block_member(by=Member.objects.get(pk=member.pk), member=other)
        deliver_all()
        Notification.objects.all().delete()
        assert count() == before

    def test_the_menu_offers_it_for_members_not_for_oneself_or_staff(
        self, client, topic, member, outsider, manager
    ):
        theirs = forums.reply(author=outsider, topic=topic, source="Clean it.")
        staffs = forums.reply(author=manager, topic=topic, source="Thanks.")
        client.force_login(member)
        menus = [
            client.get(reverse("forums:post_menu", args=[each.pk])).content
            for each in (topic.posts.get(number=1), theirs, staffs)
        ]
        page = b"".join(menus)
        assert b"/m/outsider/block/" in page
        assert b"/m/member/block/" not in page
        assert b"/m/manager/block/" not in page


class TestNotices:
    def told(self, member) -> set[str]:
        deliver_all()
        return set(Notification.objects.filter(member=member).values_list("kind", flat=True))

    def test_nothing_they_do_reaches_the_blocker(self, topic, member, outsider):
        deliver_all()
        block_member(by=member, member=outsider)
        forums.reply(author=outsider, topic=topic, source="Hey @member, clean it.")
        forums.thank(by=outsider, post=topic.posts.get(number=1))
        assert self.told(member) == set()

    def test_others_do(self, topic, member, outsider, insider):
        deliver_all()
        block_member(by=member, member=outsider)
        forums.reply(author=insider, topic=topic, source="Hey @member, clean it.")
        assert self.told(member) == {"mention"}

    def test_after_unblocking_they_do(self, topic, member, outsider):
        block_member(by=member, member=outsider)
        unblock_member(by=member, member=outsider)
        forums.reply(author=outsider, topic=topic, source="Clean it.")
        assert self.told(member) == {"reply"}

    def test_the_company_does(self, topic, member, outsider):
        block_member(by=member, member=outsider)
        RoleGrant.objects.create(member=outsider, role=Role.AGENT)
        forums.reply(author=outsider, topic=topic, source="We have a fix.")
        assert self.told(member) == {"reply"}

    def test_the_blocked_hear_nothing_of_it(self, member, outsider):
        block_member(by=member, member=outsider)
        assert self.told(outsider) == set()


class TestThePages:
    def test_block_and_unblock_from_the_profile(self, client, member, outsider):
        client.force_login(member)
        assert b"/m/outsider/block/" in client.get("/m/outsider/").content
        assert client.post("/m/outsider/block/")["Location"] == "/m/outsider/"
        assert b"You blocked" in client.get("/m/outsider/").content
        assert b"outsider" in client.get("/me/blocks/").content
        client.post("/m/outsider/block/", {"withdraw": "1", "next": "https://evil.example/"})
        assert not Block.objects.exists()

    def test_goes_back_only_to_our_own_pages(self, client, member, outsider):
        client.force_login(member)
        for there, back in (
            ("https://evil.example/", "/m/outsider/"),
            ("//evil.example", "/m/outsider/"),
            ("/p/1/", "/p/1/"),
        ):
            assert client.post("/m/outsider/block/", {"next": there})["Location"] == back

    def test_block_by_handle(self, client, member, outsider, manager):
        client.force_login(member)
        assert client.post("/me/blocks/", {"handle": "@Outsider"}).status_code == 302
        for handle, words in (
            ("nobody", b"Nobody here"),
            ("manager", b"for the company"),
            ("member", b"yourself"),
        ):
            answer = client.post("/me/blocks/", {"handle": handle})
            assert answer.status_code == 422
            assert words in answer.content
        assert Block.objects.get().blocked == outsider

    def test_the_blocked_see_no_sign_of_it(self, client, member, outsider):
        client.force_login(outsider)
        before = client.get("/m/member/").content
        block_member(by=member, member=outsider)
        after = client.get("/m/member/").content
        assert b"You blocked" not in after
        assert len(before) == len(after)
