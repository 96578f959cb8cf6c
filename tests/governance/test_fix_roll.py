"""The roll: fixed when voting opens by a rule in words and as code, published as hashes, and never changed."""

import hashlib
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from governance.actions import advance_proposals, fix_roll
from governance.counting import merkle
from governance.models import Proposal, Roll, RollEntry
from governance.rolls.hashes import entry_hash, entry_text
from governance.rolls.reading import eligible, roll_hashes, standing_of
from governance.rolls.rule import RollRule
from spaces.models import Membership
from tests.cast import make_member
from tests.governance.conftest import make_old, make_proposal

pytestmark = pytest.mark.django_db


def days_ago(days: float):
    return timezone.now() - timedelta(days=days)


def old_member(handle: str, **more: object) -> Member:
    """Somebody whom the usual rule puts on a roll, but for what is said here."""
    made = make_member(handle)
    facts = {"joined_at": days_ago(100), "seen_at": days_ago(1)} | more
    Member.objects.filter(pk=made.pk).update(**facts)
    made.refresh_from_db()
    return made


def on_roll(proposal: Proposal) -> set[str]:
    entries = RollEntry.objects.filter(roll__proposal=proposal)
    return set(entries.values_list("member__handle", flat=True))


def opened(proposal: Proposal) -> Roll:
    advance_proposals()
    return Roll.objects.get(proposal=proposal)


def test_the_rule_is_kept(policy, board, manager):
    old_member("here")
    old_member("joined-lately", joined_at=days_ago(13))
    old_member("away", seen_at=days_ago(31))
    old_member("just-here", seen_at=days_ago(29.9))
    old_member("just-old-enough", joined_at=days_ago(14.01))
    old_member("suspended", suspended_until=timezone.now() + timedelta(days=1))
    old_member("was-suspended", suspended_until=days_ago(1))
    old_member("waiting", is_waiting=True)
    old_member("imported", is_placeholder=True)
    old_member("gone", is_active=False)
    old_member("signed-in", seen_at=None, last_login=days_ago(2))
    proposal = make_proposal(manager, policy)
    roll = opened(proposal)
    assert on_roll(proposal) == {
        "here",
        "just-here",
        "just-old-enough",
        "was-suspended",
        "signed-in",
    }
    assert roll.size == 5
    assert "30 days" in roll.rule_words and "14 days" in roll.rule_words
    assert roll.rule == {
        "active_days": 30, "account_days": 14, "space": None, "suspended": False, "upheld": 0,
    }  # fmt: skip


def test_a_session_is_activity_that_nobody_carried_yet(policy, board, manager):
    reader = old_member("reader", seen_at=days_ago(40))
    UserSession.objects.create(
        user=reader, ip="127.0.0.1", user_agent="", session_key="s", last_seen_at=days_ago(20)
    )
    proposal = make_proposal(manager, policy)
    opened(proposal)
    assert on_roll(proposal) == {"reader"}


def test_a_proposal_may_have_a_rule_of_its_own(policy, board, manager):
    old_member("long-away", seen_at=days_ago(80))
    proposal = make_proposal(manager, policy)
    opened(proposal)
    assert on_roll(proposal) == set()
    assert RollRule(proposal_id=1, active_days=90).condition().count("90 days") == 1


def test_a_vote_of_a_space_is_its_members(policy, board, space, manager):
    policy.space = space
    policy.save()
    inside, _outside = old_member("inside"), old_member("outside")
    Membership.objects.create(space=space, member=inside)
    proposal = make_proposal(manager, policy)
    roll = opened(proposal)
    assert on_roll(proposal) == {"inside"}
    assert space.name in roll.rule_words


def test_words_code_and_statement_are_one_rule(vote):
    rule = RollRule.of(vote)
    assert eligible(rule, list(Member.objects.values_list("pk", flat=True))) == set(
        RollEntry.objects.filter(roll=vote.roll).values_list("member", flat=True)
    )
    for part in ("30 days", "14 days", "suspended_until", "is_placeholder"):
        assert part in rule.code
    with connection.cursor() as cursor:
        cursor.execute(rule.code.replace("fixed_at", "statement_timestamp()"))
        assert len(cursor.fetchall()) == vote.roll.size


def test_hashes_are_published_and_each_finds_their_own(vote, member):
    hashes = list(roll_hashes(vote.roll))
    assert len(hashes) == vote.roll.size == 3
    assert hashes == sorted(hashes)
    assert bytes(vote.roll.entries_root) == merkle.root(map(merkle.leaf, hashes))
    standing = standing_of(member, vote)
    assert hashlib.sha256(standing.entry.encode()).hexdigest() == standing.hash
    assert bytes.fromhex(standing.hash) in hashes
    assert f"proposal {vote.pk} member {member.pk}" in standing.entry


def test_salts_are_of_each_entry_alone(vote):
    salts = {bytes(each) for each in RollEntry.objects.values_list("salt", flat=True)}
    assert len(salts) == 3 and {len(each) for each in salts} == {16}


def test_hash_in_words_and_in_sql_are_the_same(vote):
    expected = sorted(
        entry_hash(bytes(each.salt), proposal_id=vote.pk, member_id=each.member_id)
        for each in RollEntry.objects.filter(roll=vote.roll)
    )
    assert list(roll_hashes(vote.roll)) == expected
    assert (
        entry_text(b"\x01" * 16, proposal_id=7, member_id=9) == f"{'01' * 16} proposal 7 member 9"
    )


def test_as_many_statements_whatever_the_size(policy, board, manager):
    counts = []
    for size in (3, 30):
        for each in range(size):
            old_member(f"member-{size}-{each}")
        proposal = make_proposal(manager, policy)
        with CaptureQueriesContext(connection) as asked:
            opened(proposal)
        counts.append(len(asked))
        Proposal.objects.filter(pk=proposal.pk).update(state="void")
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "edit",
    [
        "INSERT INTO governance_rollentry (roll_id, member_id, salt) SELECT id, {newcomer}, '\\x00' FROM governance_roll",
        "DELETE FROM governance_rollentry WHERE member_id = {member}",
        "UPDATE governance_rollentry SET member_id = {newcomer} WHERE member_id = {member}",
        "UPDATE governance_rollentry SET salt = '\\x00'",
        "UPDATE governance_roll SET size = size + 1",
        "UPDATE governance_roll SET entries_root = '\\x00'",
        "UPDATE governance_roll SET rule = 'Everybody.'",
        "UPDATE governance_roll SET fixed_at = now() - interval '1 day'",
        "DELETE FROM governance_rollpage",
        "UPDATE governance_rollpage SET hashes = '\\x00'",
        "INSERT INTO governance_rollpage (roll_id, number, hashes) SELECT id, 7, '\\x00' FROM governance_roll",
        "DELETE FROM governance_roll",
    ],
)
def test_no_edit_after_the_opening_whoever_writes(vote, member, newcomer, edit):
    root = bytes(vote.roll.entries_root)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(edit.format(member=member.pk, newcomer=newcomer.pk))
    assert on_roll(vote) == {"manager", "member", "outsider"}
    assert merkle.root(map(merkle.leaf, roll_hashes(vote.roll))) == root


def test_what_was_noted_is_not_taken_back(vote, member):
    entry = RollEntry.objects.filter(roll=vote.roll, member=member)
    assert entry.update(voted=True, shown=True) == 1
    for column in ("voted", "shown"):
        with pytest.raises(DatabaseError), transaction.atomic():
            entry.update(**{column: False})


def test_a_roll_is_fixed_once(vote):
    with pytest.raises(DatabaseError), transaction.atomic():
        fix_roll(proposal=Proposal.objects.select_related("policy__space").get(pk=vote.pk))
    assert Roll.objects.count() == 1


def test_later_joiners_and_others_are_told_why(vote, newcomer, visitor):
    assert standing_of(visitor, vote) is None
    assert "14 days" in standing_of(newcomer, vote).words
    away = old_member("away", seen_at=days_ago(40))
    assert "30 days" in standing_of(away, vote).words
    Member.objects.filter(pk=away.pk).update(seen_at=timezone.now())  # they came back since
    assert "lately" in standing_of(away, vote).words


def test_before_the_opening_one_sees_whether_one_would_be_on_it(discussed, member, newcomer):
    make_old(member)
    assert standing_of(member, discussed).is_on
    assert not standing_of(member, discussed).is_fixed
    assert "14 days" in standing_of(newcomer, discussed).words
    member.suspended_until = timezone.now() + timedelta(days=1)
    member.save()
    assert "suspended" in standing_of(member, discussed).words


def test_page_of_the_roll(vote, member, newcomer, client):
    page = client.get(f"/proposals/{vote.pk}/roll/").content.decode()
    assert "30 days" in page and "SELECT member.id" in page and vote.roll.entries_root.hex() in page
    client.force_login(member)
    page = client.get(f"/proposals/{vote.pk}/roll/").content.decode()
    assert "You are on the roll" in page and f"member {member.pk}" in page
    client.force_login(newcomer)
    page = client.get(f"/proposals/{vote.pk}/roll/").content.decode()
    assert "14 days" in page and f"member {member.pk}" not in page


def test_file_of_the_roll_holds_hashes_and_nothing_else(vote, client):
    answer = client.get(f"/proposals/{vote.pk}/roll.txt")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines == [each.hex() for each in roll_hashes(vote.roll)]
    assert all(len(each) == 64 for each in lines)


def test_there_is_no_file_before_the_opening(discussed, client):
    assert client.get(f"/proposals/{discussed.pk}/roll.txt").status_code == 404


def test_page_of_the_roll_costs_the_same_whatever_its_size(vote, member, client):
    client.force_login(member)
    client.get(f"/proposals/{vote.pk}/roll/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/proposals/{vote.pk}/roll/")
    assert not [
        each for each in asked if "count(*)" in each["sql"].lower() and "rollentry" in each["sql"]
    ]
