"""From the counted ballots to the page and the public file: counted where they lie, written once, recounted by a stranger."""

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from forums.models import Board
from governance.actions import fix_roll, write_due_tally_files
from governance.actions.count_ballots import count_ballots
from governance.actions.write_tally_file import CountDoesNotHold, write_tally_file
from governance.counting import merkle
from governance.models import (
    CountedBallot,
    Policy,
    Proposal,
    ProposalOption,
    Roll,
    State,
    SupersededReceipt,
    Tally,
    TallyFile,
)
from governance.tallies import ballots_root, counted_ballots
from tests.governance.conftest import days, guards_off, make_old, make_proposal
from tests.governance.test_recount_tally import CODE, wrong

pytestmark = pytest.mark.django_db

TITLES = ["Links that answer", "All links", "Keep the text"]
REASONS = ["", "", "Es ist kürzer.", "zwei\nZeilen", '"quoted" \\ 🗳 1,2']
ROLL = 40


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def closed(policy: Policy, board: Board, manager: Member) -> Proposal:
    """A proposal whose vote has closed, with a roll of 40; nothing is counted yet."""
    proposal = make_proposal(manager, policy)
    voters = Member.objects.bulk_create(
        Member(handle=f"voter{number}", name=f"Voter {number}") for number in range(ROLL)
    )
    make_old(*voters)
    fix_roll(proposal=proposal)
    Roll.objects.update(shown_count=33)
    Proposal.objects.update(state=State.VOTING, voting_opens=days(-8), closes=days(-1))
    proposal.refresh_from_db()
    return proposal


def ask(proposal: Proposal, method: str, *titles: str, withdrawn: tuple[str, ...] = ()) -> None:
    """Make it a vote among these, of which the last keeps the text in force."""
    proposal.method = method
    with guards_off():
        Proposal.objects.filter(pk=proposal.pk).update(method=method)
        ProposalOption.objects.bulk_create(
            ProposalOption(
                proposal=proposal, position=number, title=title, is_status_quo=title == titles[-1],
                withdrawn_at=timezone.now() if title in withdrawn else None,
            )
            for number, title in enumerate(titles, 1)
        )  # fmt: skip


def put_in(proposal: Proposal, *choices: tuple[int, ...]) -> None:
    """Ballots as the close rewrites them; the first has the receipt CODE."""
    chance = random.Random(7)
    receipts = [hashlib.sha256(CODE.encode()).digest()]
    receipts += [chance.randbytes(32) for _ in choices]
    CountedBallot.objects.bulk_create(
        CountedBallot(
            proposal=proposal, receipt_hash=receipt, choice=list(choice),
            reason=REASONS[number % len(REASONS)],
        )
        for number, (receipt, choice) in enumerate(zip(receipts, choices, strict=False))
    )  # fmt: skip
    SupersededReceipt.objects.create(proposal=proposal, receipt_hash=chance.randbytes(32))


def counted(proposal: Proposal) -> Tally:
    tally = count_ballots(proposal=proposal)
    tally.save()
    Proposal.objects.filter(pk=proposal.pk).update(state=State.COUNTED)
    proposal.refresh_from_db()
    return tally


def published(client: Client, proposal: Proposal) -> dict[str, Any]:
    assert write_due_tally_files() == 1
    answer = client.get(reverse("governance:tally", args=[proposal.pk]))
    content = b"".join(answer.streaming_content)
    assert answer["Content-Length"] == str(len(content))
    assert TallyFile.objects.get().sha256 == hashlib.sha256(content).hexdigest()
    return json.loads(content)


VOTES: list[tuple[str, list[tuple[int, ...]], str]] = [
    ("yes_no", [(1,), (1,), (2,), ()] * 3 + [(1,)], "adopted"),
    ("yes_no", [(1,), (2,)] * 6, "tie"),
    ("single", [(1,), (1,), (2,), (3,), ()] * 3, "no_majority"),
    ("approval", [(1, 2), (1,), (3,), (1, 3)] * 4, "adopted"),
    ("ranked_irv", [(1, 3), (2, 1), (2,), (3, 1), (1,)] * 3, "adopted"),
    ("schulze", [(1, 2, 3), (2, 3, 1), (3, 1, 2), (1,), (1, 2), ()] * 3, "adopted"),
    ("schulze", [(3,), (1,)] * 7, "tie"),
    ("schulze", [], "no_ballots"),
]


@pytest.mark.parametrize(("method", "choices", "outcome"), VOTES)
def test_every_method_from_the_ballots_to_a_strangers_recount(
    client: Client, closed: Proposal, method: str, choices: list[tuple[int, ...]], outcome: str
) -> None:
    if method != "yes_no":
        ask(closed, method, *TITLES)
    put_in(closed, *choices)
    tally = counted(closed)
    assert tally.outcome == outcome
    assert tally.ballots == len(choices)

    file = published(client, closed)
    assert wrong(file) == []
    assert len(file["ballots"]) == len(choices)
    assert len(file["roll_entries"]) == ROLL
    assert len(file["superseded"]) == 1
    assert file["root"] == bytes(tally.merkle_root).hex()

    page = client.get(reverse("governance:count", args=[closed.pk])).content.decode()
    assert bytes(tally.merkle_root).hex() in page
    assert f"{len(choices)} of 40 on the roll voted." in page
    assert "33 were shown the ballot." in page
    if choices and method != "yes_no":
        assert TITLES[0] in page
    rule = {"tie": "ties", "no_ballots": "no-ballots", "no_majority": "quorum"}.get(outcome)
    proposals = client.get(reverse("governance:proposal", args=[closed.pk])).content.decode()
    link = reverse("governance:rules") + "#"
    assert f'href="{link}{rule}"' in proposals if rule else link not in proposals


def test_withdrawn_option_on_the_page_and_in_the_file(client: Client, closed: Proposal) -> None:
    ask(closed, "ranked_irv", *TITLES, withdrawn=(TITLES[1],))
    put_in(closed, *[(2, 1), (2,), (1, 3), (3,)] * 3)
    tally = counted(closed)

    assert (tally.counts["lapsed"], tally.winner) == (3, 1)
    assert wrong(published(client, closed)) == []
    page = client.get(reverse("governance:count", args=[closed.pk])).content.decode()
    assert "taken out of every ballot: All links." in page
    assert "Named only what was withdrawn" in page


def test_approval_is_shown_as_a_share_of_ballots(client: Client, closed: Proposal) -> None:
    """Each of four approves of the first, two of the second: 100 % and 50 %, not 67 and 33."""
    ask(closed, "approval", *TITLES)
    put_in(closed, (1, 2), (1, 2), (1,), (1,), ())
    counted(closed)
    page = client.get(reverse("governance:count", args=[closed.pk])).content.decode()
    assert '<td class="number">100.0</td>' in page
    assert '<td class="number">50.0</td>' in page


def test_database_makes_the_same_leaves(closed: Proposal) -> None:
    put_in(closed, *[(1,), (2,), ()] * 10)
    leaves = [merkle.leaf(each.line()) for each in counted_ballots(closed.pk)]
    assert ballots_root(closed.pk) == merkle.tree(leaves)[-1]


def test_file_is_written_once_and_never_over_changed_ballots(
    client: Client, closed: Proposal
) -> None:
    put_in(closed, (1,), (2,), (1,))
    counted(closed)
    with guards_off():
        CountedBallot.objects.filter(choice=[2]).update(choice=[1])

    with pytest.raises(CountDoesNotHold):
        write_tally_file(proposal_id=closed.pk)
    assert write_due_tally_files() == 0  # said in the log, and no harm to other votes
    assert client.get(reverse("governance:tally", args=[closed.pk])).status_code == 404
    page = client.get(reverse("governance:count", args=[closed.pk])).content.decode()
    assert "being written" in page

    with guards_off():
        CountedBallot.objects.filter(reason="Es ist kürzer.").update(choice=[1])
        first = CountedBallot.objects.order_by("pk")[1]
        CountedBallot.objects.filter(pk=first.pk).update(choice=[2])
    assert write_due_tally_files() == 1
    assert write_due_tally_files() == 0
    assert write_tally_file(proposal_id=closed.pk) is None


def test_what_a_killed_worker_left_is_cleared_away(closed: Proposal) -> None:
    put_in(closed, (1,))
    counted(closed)
    left = default_storage.save(f"tallies/{closed.pk}-half.json", Half())
    other = default_storage.save(f"tallies/{closed.pk}1-whole.json", Half())

    write_tally_file(proposal_id=closed.pk)

    assert not default_storage.exists(left)
    assert default_storage.exists(other)
    assert default_storage.exists(TallyFile.objects.get().stored_as)


class Half:
    """What File asks for."""

    name = "half"

    def chunks(self, size: int | None = None) -> Iterator[bytes]:
        yield b'{"format":'


def test_page_of_a_count_has_a_fixed_number_of_queries(client: Client, closed: Proposal) -> None:
    address = reverse("governance:count", args=[closed.pk])

    def queries() -> int:
        counted(closed)
        published(client, closed)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        with guards_off():
            TallyFile.objects.all().delete()
            Tally.objects.all().delete()
            CountedBallot.objects.all().delete()
            SupersededReceipt.objects.all().delete()
        return len(captured)

    ask(closed, "schulze", *TITLES)
    put_in(closed, (1, 2), (3,))
    few = queries()
    with guards_off():
        ProposalOption.objects.bulk_create(
            ProposalOption(proposal=closed, position=number, title=f"More {number}")
            for number in range(4, 7)
        )
    put_in(closed, *[(4, 5, 6, 1), (2,)] * 8)
    assert queries() == few


def test_count_and_file_are_for_those_who_see_the_vote(
    client: Client, closed: Proposal, private_space: Any
) -> None:
    put_in(closed, (1,))
    counted(closed)
    published(client, closed)
    Policy.objects.update(space=private_space)
    for name in ("count", "tally"):
        assert client.get(reverse(f"governance:{name}", args=[closed.pk])).status_code == 404


def test_nothing_is_counted_for_anybody_before_the_close(
    client: Client, vote: Proposal, manager: Member
) -> None:
    client.force_login(manager)
    for name in ("count", "tally"):
        assert client.get(reverse(f"governance:{name}", args=[vote.pk])).status_code == 403


def test_rules_page_has_a_place_for_each_case(client: Client) -> None:
    page = client.get(reverse("governance:rules")).content.decode()
    for case in ("ties", "no-ballots", "withdrawn", "late-company"):
        assert f'id="{case}"' in page
