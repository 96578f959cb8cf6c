"""Two accounts of one person become one: every row follows, nothing counts twice, votes stay as they were."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from accounts.actions import grant_role
from accounts.actions import merge as merge_action
from accounts.actions.merge import merge_members
from accounts.administration import merging
from accounts.administration.merging import columns_naming_members, heir_of
from accounts.models import Block, Consent, Member, MergeRecord, Role, RoleGrant
from core.models import OutgoingMail
from core.rules import NotAllowed
from forums.actions import mark_solution, open_topic, reply, thank
from forums.models import Post, Reaction
from governance.models import RollEntry
from moderation.actions import suspend_member
from notifications.models import Subscription
from spaces.models import Membership
from tests.cast import make_member
from tests.world import World, deliver_all, signed_in, world  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

# What goes on naming the account that went, and why.
STAYS = {
    "accounts.MergeRecord.source": "the record of the merge itself",
    "governance.RollEntry.member": "who was entitled to vote, and did, is not rewritten",
}
# What is not handed over: none of the source is left, and none of it came to the target.
ENDS = {"mfa.Authenticator.user", "usersessions.UserSession.user"}


def merge(administrator: Member, source: Member, target: Member) -> MergeRecord:
    record = merge_members(by=administrator, source=source, target=target, reason="One person.")
    deliver_all()
    source.refresh_from_db()
    target.refresh_from_db()
    return record


def left_of(member: Member) -> dict[str, int]:
    found = {
        f"{model._meta.label}.{field}": model._base_manager.filter(**{field: member.pk}).count()
        for model, field in columns_naming_members()
    }
    return {name: count for name, count in found.items() if count}


def test_every_column_is_known():
    """A new table that names a member is here, so that the next test asks about it."""
    names = {f"{model._meta.label}.{field}" for model, field in columns_naming_members()}
    assert set(STAYS) | ENDS <= names
    assert len(names) > 70


@pytest.mark.parametrize("who", ["member", "insider", "outsider", "evangelist"])
def test_no_row_names_the_account_that_went(world: World, who):  # noqa: F811
    source = getattr(world, who)
    target = make_member("target")
    SocialAccount.objects.create(user=source, provider="company", uid="s-1")
    EmailAddress.objects.create(user=source, email=source.email, verified=True, primary=True)
    EmailAddress.objects.create(user=target, email=target.email, verified=True, primary=True)
    Authenticator.objects.create(user=source, type="totp", data={})
    suspend_member(by=world.manager, member=source, reason="A pause.", days=1)
    suspend_member(by=world.manager, member=target, reason="A longer pause.", days=9)
    before = set(left_of(source))
    assert len(before) > 8
    merge(world.administrator, source, target)
    assert set(left_of(source)) <= set(STAYS), "tell its app's subscriber to hand it over"
    assert not Authenticator.objects.filter(user=target).exists()


def test_every_column_is_handed_over_by_its_app(administrator, member, brand, monkeypatch):
    """Asked of what is handed over, so that tables which the world keeps empty are asked about too."""
    handed = set()

    def rows(model):
        return Spy(model, handed)

    class Spy:
        def __init__(self, model, seen):
            self.model, self.seen = model, seen

        def filter(self, *args, **fields):
            self.seen |= {f"{self.model._meta.label}.{name}" for name in fields}
            return self.model._base_manager.filter(*args, **fields)

    monkeypatch.setattr(merging, "_rows", rows)
    monkeypatch.setattr(merge_action, "what_moves", lambda member: [])  # it looks at every column
    merge(administrator, member, make_member("target"))
    names = {f"{model._meta.label}.{field}" for model, field in columns_naming_members()}
    assert names - handed - set(STAYS) - ENDS == set(), "tell its app's subscriber to hand it over"


def test_posts_topics_and_thanks_count_once(administrator, member, outsider, board):
    target = make_member("target")
    topic = open_topic(author=target, board=board, kind="question", title="Drips", source="Why?")
    own_answer = reply(author=member, topic=topic, source="Clean it.")
    other = reply(author=outsider, topic=topic, source="Or not.")
    mark_solution(by=target, post=own_answer)
    thank(by=member, post=other)
    thank(by=target, post=other)
    thank(by=target, post=own_answer)
    merge(administrator, member, target)
    topic.refresh_from_db()
    other.refresh_from_db()
    own_answer.refresh_from_db()
    assert own_answer.author == target
    assert other.thanks_count == Reaction.objects.filter(post=other).count() == 1
    assert own_answer.thanks_count == 0
    assert topic.answered_at == other.created_at
    assert topic.reply_count == 2


def test_what_both_follow_is_followed_once(administrator, member, board, private_space):
    target = make_member("target")
    topic = open_topic(author=target, board=board, kind="question", title="Drips", source="Why?")
    for each in (member, target):
        Subscription.objects.get_or_create(member=each, topic=topic)
        Membership.objects.create(member=each, space=private_space)
    merge(administrator, member, target)
    assert Subscription.objects.filter(member=target, topic=topic).count() == 1
    assert Membership.objects.filter(member=target).count() == 1


def test_ways_in_move_and_the_old_ones_open_nothing(administrator, member, client, brand):
    target = make_member("target")
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    SocialAccount.objects.create(user=member, provider="company", uid="s-1")
    open_page = signed_in(member)
    assert open_page.get("/me/").status_code == 200
    address = member.email
    merge(administrator, member, target)
    assert SocialAccount.objects.get(uid="s-1").user == target
    assert EmailAddress.objects.get(email=address).user == target
    assert open_page.get("/me/").status_code == 302
    assert not member.is_active
    assert not member.has_usable_password()


def test_the_old_name_leads_on(administrator, member, client, brand):
    middle, last = make_member("middle"), make_member("last")
    merge(administrator, member, middle)
    merge(administrator, middle, last)
    assert heir_of("member") == last
    assert client.get("/m/member/")["Location"] == last.get_absolute_url()
    assert client.get("/m/nobody/").status_code == 404


@pytest.mark.parametrize(
    ("source_says", "target_says", "after"),
    [
        ("yes", "yes", True), ("yes", None, False), (None, "yes", True), ("no", "yes", False),
        ("yes", "no", False), ("no", None, False),
    ],
)  # fmt: skip
def test_the_stricter_consent_holds(administrator, member, source_says, target_says, after):
    target = make_member("target")
    for person, said in ((member, source_says), (target, target_says)):
        if said:
            Consent.objects.create(
                member=person, purpose="analytics", text_version="2026-11", place="privacy",
                withdrawn_at=None if said == "yes" else timezone.now(),
            )  # fmt: skip
    merge(administrator, member, target)
    assert target.consents.in_force().filter(purpose="analytics").exists() is after


def test_votes_stay_as_they_were(world: World):  # noqa: F811
    target = world.outsider
    before = sorted(RollEntry.objects.values_list("pk", "member"))
    assert RollEntry.objects.filter(member=world.member).exists()
    merge(world.administrator, world.member, target)
    assert sorted(RollEntry.objects.values_list("pk", "member")) == before


def test_roles_end_and_do_not_travel(administrator, member):
    target = make_member("target")
    grant_role(by=administrator, member=member, role=Role.EVANGELIST)
    merge(administrator, member, target)
    assert not RoleGrant.objects.in_force().filter(member__in=[member, target]).exists()


def test_blocks_follow_without_blocking_oneself(administrator, member, outsider):
    target = make_member("target")
    Block.objects.create(blocker=member, blocked=target)
    Block.objects.create(blocker=outsider, blocked=member)
    Member.objects.filter(pk=outsider.pk).update(blocked_ids=[member.pk])
    merge(administrator, member, target)
    outsider.refresh_from_db()
    assert outsider.blocked_ids == [target.pk]
    assert target.blocked_ids == []


def test_the_longer_suspension_holds(administrator, manager, member):
    target = make_member("target")
    suspend_member(by=manager, member=member, reason="Long.", days=None)
    suspend_member(by=manager, member=target, reason="Short.", days=1)
    merge(administrator, member, target)
    assert target.suspended_for == "Long."
    assert target.suspensions.in_force().get().reason == "Long."


def test_both_are_written_to(administrator, member):
    target = make_member("target")
    address = member.email
    merge(administrator, member, target)
    told = {mail.to[0] for mail in OutgoingMail.objects.filter(subject__contains="became one")}
    assert told == {address, target.email}


def test_delivered_twice_changes_nothing(administrator, member, board):
    target = make_member("target")
    open_topic(author=member, board=board, kind="question", title="Drips", source="Why?")
    merge(administrator, member, target)
    deliver_all()
    assert Post.objects.filter(author=target).count() == 1


def test_who_may(administrator, manager, member):
    other = make_member("other")
    for by, source, target in [
        (manager, member, other), (member, member, other), (administrator, member, member),
        (administrator, manager, other), (administrator, administrator, other),
    ]:  # fmt: skip
        with pytest.raises(NotAllowed):
            merge_members(by=by, source=source, target=target, reason="No.")
    assert not MergeRecord.objects.exists()


def test_the_page_wants_the_handle_typed(administrator, member, brand):
    make_member("target")
    desk = signed_in(administrator)
    page = desk.get("/studio/people/member/merge/?into=@Target").content.decode()
    assert "From @member to @target" in page
    form = {"into": "target", "reason": "One person."}
    assert (
        desk.post("/studio/people/member/merge/", form | {"confirmation": "target"}).status_code
        == 422
    )
    assert not MergeRecord.objects.exists()
    answer = desk.post("/studio/people/member/merge/", form | {"confirmation": "@Member"})
    assert answer.status_code == 302
    assert MergeRecord.objects.get().reason == "One person."
