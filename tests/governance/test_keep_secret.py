"""Who reads every table, system columns included, and the folder of keys: what they learn during a vote, and after it."""

import itertools
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from forums.models import Board
from governance.actions import advance_proposals, cast_ballot
from governance.models import CountedBallot, Policy, Proposal, ProposalOption, RollEntry
from governance.secrecy import box, keys
from governance.secrecy.pseudonyms import pseudonym
from governance.secrecy.receipts import receipt_hash
from tests.governance.conftest import close, make_proposal
from tests.governance.test_cast_ballot import in_box
from tests.governance.test_count_votes import fill_roll

pytestmark = pytest.mark.django_db(transaction=True)

VOTERS = 24
# Each voter ranks four options in an order of their own, so that a choice gives its voter away to whoever finds a link.
RANKINGS = [list(each) for each in itertools.permutations((1, 2, 3, 4))]


@pytest.fixture
def ranked(policy: Policy, board: Board, manager: Member) -> Proposal:
    """A vote on four options, open; two dozen are on the roll."""
    fill_roll(VOTERS)
    proposal = make_proposal(manager, policy)
    Proposal.objects.filter(pk=proposal.pk).update(method=Proposal.Method.SCHULZE)
    for position in (1, 2, 3, 4):
        ProposalOption.objects.create(
            proposal=proposal, position=position, title=f"Option {position}", is_status_quo=position == 4
        )  # fmt: skip
    advance_proposals()
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def cast(ranked: Proposal) -> dict[int, list[int]]:
    """What each voter chose, in the order in which they did. The operator's log of requests knows the order."""
    voters = [entry.member for entry in RollEntry.objects.select_related("member").order_by("?")]
    for voter, ranking in zip(voters, RANKINGS, strict=True):
        cast_ballot(member=voter, proposal=ranked, choice=ranking)
    return {voter.pk: ranking for voter, ranking in zip(voters, RANKINGS, strict=True)}


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def by_key(vote: Proposal, key: bytes, table: str) -> dict[int, list[int]]:
    """Join members and ballots by pseudonym."""
    found = {bytes(name): choice for name, choice in rows(f"SELECT pseudonym, choice FROM {table}")}  # noqa: S608
    members = RollEntry.objects.values_list("member", flat=True)
    names = {member: pseudonym(key, member) for member in members}
    return {member: found[name] for member, name in names.items() if name in found}


def in_order(table: str, by: str, *, what: str = "choice") -> list:
    """What stands in a table in the order of a column, system columns included."""
    order = "xmin::text::bigint, ctid" if by == "xmin" else by
    return [each for (each,) in rows(f"SELECT {what} FROM {table} ORDER BY {order}")]  # noqa: S608


def test_during_the_vote_an_operator_links_ballots_to_members(
    ranked: Proposal, cast: dict[int, list[int]]
) -> None:
    """Said on the page. By the key, and by the order of rows held against the times of requests."""
    table = box.table(ranked.pk)

    assert by_key(ranked, keys.read_key(ranked.box.key_name), table) == cast
    assert in_order(table, "xmin") == list(cast.values())
    assert in_order(table, "ctid") == list(cast.values())


def test_after_the_close_nobody_links_ballots_to_members(
    ranked: Proposal, cast: dict[int, list[int]]
) -> None:
    key, name = keys.read_key(ranked.box.key_name), ranked.box.key_name
    names = {pseudonym(key, member) for member in cast}
    assert close(ranked).is_counted

    # The ballots are all there, and the roll says who voted.
    counted = list(CountedBallot.objects.order_by("pk").values_list("choice", flat=True))
    assert sorted(counted) == sorted(cast.values())
    assert set(RollEntry.objects.filter(voted=True).values_list("member", flat=True)) == set(cast)
    # The key is gone, the box is gone, and no pseudonym stands in any row of any table.
    assert not keys.has_key(name)
    assert not box.exists(ranked.pk)
    assert not any(one.hex() in row for row in every_row() for one in names)
    # All rows are of one transaction, and in no order that the log of requests knows.
    table = "governance_countedballot"
    for column in ("xmin", "ctid", "id"):
        assert in_order(table, column) != list(cast.values())
    for each in (table, "governance_rollentry"):
        ((ids,),) = rows(f"SELECT count(DISTINCT xmin::text) FROM {each}")  # noqa: S608
        assert ids == 1


def test_order_of_the_roll_says_nothing_of_the_order_of_ballots(
    ranked: Proposal, cast: dict[int, list[int]]
) -> None:
    """Voters in the order of the roll's rows beside ballots in the order of theirs: as many hits as by chance."""
    close(ranked)

    for by_roll, by_ballot in itertools.product(("ctid", "id", "member_id"), ("ctid", "id", "receipt_hash")):  # fmt: skip
        members = in_order("governance_rollentry", by_roll, what="member_id")
        choices = in_order("governance_countedballot", by_ballot)
        hits = sum(cast[member] == choice for member, choice in zip(members, choices, strict=True))
        assert hits < 8  # of 24, one is to be expected; eight come once in 100,000 times


def test_receipt_of_a_changed_ballot_leads_to_no_ballot(ranked: Proposal) -> None:
    """A changed ballot's two receipts share a row while voting runs; after the close they share nothing."""
    voters = [entry.member for entry in RollEntry.objects.select_related("member")]
    first = [cast_ballot(member=v, proposal=ranked, choice=[1]) for v in voters]
    second = [cast_ballot(member=v, proposal=ranked, choice=[2]) for v in voters]
    close(ranked)

    for table in ("governance_supersededreceipt", "governance_countedballot"):
        ((ids,),) = rows(f"SELECT count(DISTINCT xmin::text) FROM {table}")  # noqa: S608
        assert ids == 1
    old = [
        bytes(r)
        for (r,) in rows("SELECT receipt_hash FROM governance_supersededreceipt ORDER BY id")
    ]
    new = [
        bytes(r) for (r,) in rows("SELECT receipt_hash FROM governance_countedballot ORDER BY id")
    ]
    assert {*old} == {receipt_hash(each) for each in first}
    assert {*new} == {receipt_hash(each) for each in second}
    pairs = dict(zip(map(receipt_hash, first), map(receipt_hash, second), strict=True))
    assert sum(pairs[a] == b for a, b in zip(old, new, strict=True)) < 8


def test_two_closes_write_ballots_in_two_orders(
    ranked: Proposal, cast: dict[int, list[int]]
) -> None:
    """The order is drawn anew, so that it hangs on nothing that was there before."""
    orders = []
    for _ in range(2):
        with transaction.atomic():
            close(ranked)
            orders.append(in_order("governance_countedballot", "id"))
            transaction.set_rollback(True)

    assert orders[0] != orders[1]
    assert len(in_box(ranked)) == VOTERS


def test_browser_leaves_no_receipt_behind(
    client: Client, ranked: Proposal, django_capture_on_commit_callbacks
) -> None:
    """Through the page, signed in: no session, event, mail or any other row holds the code, before and after the close."""
    voter = RollEntry.objects.select_related("member").order_by("pk")[0].member
    client.force_login(voter)
    address = reverse("governance:ballot", args=[ranked.pk])
    code = client.get(address).content.decode().partition('name="receipt" value="')[2][:24]
    answer = client.post(
        address, {"receipt": code, "place_1": "2", "place_2": "1", "reason": "zqwordsxk"}
    )
    assert code in answer.content.decode()
    hashed = receipt_hash(code).hex()

    def holding(what: str) -> set[str]:
        return {table for table, row in every_row_by_table() if what in row}

    assert holding(code) == set()
    assert holding(hashed) == holding("zqwordsxk") == {box.table(ranked.pk)}
    for checked in range(2):
        found = client.post(reverse("governance:receipt_check", args=[ranked.pk]), {"code": code})
        assert found.status_code == 200
        assert holding(code) == set(), checked
        if not checked:
            close(ranked)
    assert holding(hashed) == holding("zqwordsxk") == {"governance_countedballot"}


def every_row() -> Iterator[str]:
    for _, row in every_row_by_table():
        yield row


def every_row_by_table() -> Iterator[tuple[str, str]]:
    """All that stands in the database, as text: bytes in hexadecimal."""
    tables = rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")  # fmt: skip
    for (table,) in tables:
        for (row,) in rows(f'SELECT whole::text FROM "{table}" whole'):  # noqa: S608
            yield table, row
