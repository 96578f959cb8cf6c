"""The ballot for each way of voting, as plain fields: what is taken, what is said to be odd, what stands in the box."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from forums.models import Board
from governance.actions import advance_proposals
from governance.models import Policy, Proposal, ProposalOption
from governance.secrecy import box
from governance.secrecy.receipts import new_code
from tests.governance.conftest import close, make_old, make_proposal
from tests.governance.test_cast_ballot import in_box


@pytest.fixture
def options(policy: Policy, board: Board, manager: Member, member: Member):
    """Make an open vote by a method, on three options of which the second was withdrawn before, and two more."""

    def made(method: str) -> Proposal:
        make_old(manager, member)
        proposal = make_proposal(manager, policy)
        Proposal.objects.filter(pk=proposal.pk).update(method=method)
        for position, title in enumerate(["Paper", "Glass", "Tin", "As it is"], 1):
            ProposalOption.objects.create(
                proposal=proposal, position=position, title=title, is_status_quo=position == 4,
                withdrawn_at=proposal.announced_at if title == "Glass" else None,
            )  # fmt: skip
        advance_proposals()
        proposal.refresh_from_db()
        return proposal

    return made


def send(client: Client, vote: Proposal, form: dict) -> tuple[int, str]:
    answer = client.post(
        reverse("governance:ballot", args=[vote.pk]), {"receipt": new_code()} | form
    )
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("method", "form", "choice"),
    [
        ("yes_no", {"choice": "1"}, [1]),
        ("yes_no", {"choice": "0"}, []),
        ("single", {"choice": "3"}, [3]),
        ("single", {"choice": "0"}, []),
        ("approval", {"choice": ["4", "1"]}, [1, 4]),
        ("approval", {"abstain": "on"}, []),
        ("ranked_irv", {"place_1": "2", "place_3": "1", "place_4": "3"}, [3, 1, 4]),
        ("ranked_irv", {"place_4": "2"}, [4]),
        ("schulze", {"place_1": "3", "place_3": "1"}, [3, 1]),
        ("schulze", {"abstain": "on"}, []),
    ],
)
def test_ballot_is_taken_as_it_was_filled_in(
    client: Client, options, member: Member, method: str, form: dict, choice: list[int]
) -> None:
    vote = options(method)
    client.force_login(member)

    status, page = send(client, vote, form)

    assert status == 200
    assert "Your ballot is in" in page
    assert [each[0] for each in in_box(vote)] == [choice]
    assert close(vote).tally.ballots == 1


@pytest.mark.parametrize(
    ("method", "form", "said"),
    [
        ("single", {}, "Choose one of the answers, or abstain."),
        ("single", {"choice": "2"}, "Select a valid choice"),
        ("approval", {}, "Tick all that you approve of, or abstain."),
        ("approval", {"choice": ["1"], "abstain": "on"}, "You chose and abstained"),
        ("ranked_irv", {}, "Give one at least a place, or abstain."),
        ("ranked_irv", {"place_1": "1", "place_3": "1"}, "Place 1 stands beside more than one"),
        ("schulze", {"place_1": "4"}, "Select a valid choice"),
        ("schulze", {"place_1": "1", "abstain": "on"}, "You chose and abstained"),
        ("yes_no", {"choice": "1", "reason": "x" * 501}, "at most 500"),
    ],
)
def test_what_is_odd_is_said_and_what_was_filled_in_stays(
    client: Client, options, member: Member, method: str, form: dict, said: str
) -> None:
    vote = options(method)
    client.force_login(member)
    code = new_code()

    status, page = send(client, vote, form | {"receipt": code})

    assert status == 422
    assert said in page
    assert f'value="{code}"' in page
    assert box.count(vote.pk) == 0
    if form.get("place_1") == "1":
        assert '<option value="1" selected>1</option>' in page
    if form.get("choice") == ["1"]:
        assert 'value="1" checked' in page


def test_withdrawn_option_is_not_on_the_ballot(client: Client, options, member: Member) -> None:
    vote = options("schulze")
    client.force_login(member)

    page = client.get(reverse("governance:ballot", args=[vote.pk])).content.decode()

    assert "Glass" not in page
    assert page.count("<select") == 3
    assert page.count("<label for=") >= 3
    assert "<script" not in page.partition('<form class="ballot')[2].partition("</form>")[0]


def test_words_beside_the_choice_are_plain_text(client: Client, options, member: Member) -> None:
    vote = options("yes_no")
    client.force_login(member)
    words = "Because <b>so</b>.\r\nAnd so."
    status, _ = send(client, vote, {"choice": "1", "reason": words})

    assert status == 200
    assert in_box(vote)[0][1] == "Because <b>so</b>.\nAnd so."
