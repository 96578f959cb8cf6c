"""Proposals are written as drafts, with one text or several, and announced when they are ready."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from core.rules import NotAllowed
from events.models import Event
from forums.models import Board
from governance.actions import (
    announce,
    draft_proposal,
    edit_draft,
    establish_policy,
    withdraw_option,
)
from governance.models import Policy, PolicyClaim, Proposal, State
from governance.process.drafts import OptionDraft, Terms, TextDraft
from tests.governance.conftest import AFTER, BEFORE, days, make_proposal

WORDS = {"title": "Allow links to shops", "why": "Because *so*.", "affected": "All who answer"}
FORM = {
    "key": "3f0c3c3e-8a4b-4d0c-9a58-8d4b6a5d0a11", **WORDS,
    "method": "yes_no", "majority": "half", "binding_quorum_percent": "25", "answer_quorum_percent": "5",
    "answer_within_days": "20", "in_force_after_days": "10", "comment_days": "14", "voting_days": "5",
    "threshold": "50", "threshold_percent_of_active": "20",
    "text-TOTAL_FORMS": "1", "text-INITIAL_FORMS": "0", "text-0-option": "", "text-0-source": AFTER,
    "text-0-summary": "Links are fine.",
}  # fmt: skip


def draft(member: Member, policy: Policy, **more) -> Proposal:
    facts = {**WORDS, "texts": [TextDraft(policy=policy, source=AFTER)]}
    return draft_proposal(member=member, policy=policy, **(facts | more))


@pytest.fixture
def privacy(manager: Member) -> Policy:
    return establish_policy(
        member=manager, slug="privacy", title="Privacy", source="## 1. Data\n\nWe keep all."
    )


def test_manager_writes_looks_and_announces(
    client: Client, policy: Policy, board: Board, manager: Member
) -> None:
    client.force_login(manager)
    address = reverse("governance:proposal_new", args=["house-rules"])
    assert BEFORE.splitlines()[4] in client.get(address).content.decode()
    form = FORM | {"text-0-policy": policy.pk}

    page = client.post(address, form, follow=True).content.decode()
    client.post(address, form)  # pressed twice
    proposal = Proposal.objects.get()
    assert proposal.state == State.DRAFT
    assert "<ins>" in page and "Announce it" in page

    client.post(reverse("governance:announcement", args=[proposal.pk]), {})
    proposal.refresh_from_db()
    assert proposal.state == State.COMMENT
    assert proposal.topic.title == "Allow links to shops"
    assert proposal.binding_quorum_percent == 25
    assert (proposal.comment_closes - proposal.comment_opens).days == 14
    assert proposal.called_at is None and proposal.voting_opens is None


def test_draft_is_seen_by_its_author_and_managers_only(
    client: Client, policy: Policy, manager: Member, member: Member
) -> None:
    proposal = draft(manager, policy)
    address = proposal.get_absolute_url()

    assert client.get(address).status_code == 404
    client.force_login(member)
    assert client.get(address).status_code == 404
    assert proposal.title not in client.get(reverse("governance:proposals")).content.decode()
    client.force_login(manager)
    assert client.get(address).status_code == 200
    assert proposal.title in client.get(reverse("governance:proposals")).content.decode()


def test_form_grows_by_a_row_without_javascript(
    client: Client, policy: Policy, privacy: Policy, manager: Member
) -> None:
    client.force_login(manager)
    address = reverse("governance:proposal_new", args=["house-rules"])
    form = FORM | {"text-0-policy": policy.pk, "add": "1", "add_policy": privacy.pk}

    page = client.post(address, form).content.decode()

    assert "We keep all." in page
    assert 'name="text-1-source"' in page
    assert not Proposal.objects.exists()


def test_several_policies_change_together_or_not_at_all(
    client: Client, policy: Policy, privacy: Policy, board: Board, manager: Member
) -> None:
    texts = [
        TextDraft(policy=policy, source=AFTER),
        TextDraft(policy=privacy, source="## 1. Data\n\nWe keep little."),
    ]
    proposal = announce(member=manager, proposal=draft(manager, policy, texts=texts))

    assert {claim.policy for claim in proposal.claims.all()} == {policy, privacy}
    assert client.get("/policies/").content.decode().count(proposal.get_absolute_url()) == 2
    other = draft(manager, privacy, texts=[TextDraft(policy=privacy, source="Nothing.")])
    with pytest.raises(ValidationError, match="still open"):
        announce(member=manager, proposal=other)


def test_database_refuses_a_second_proposal_for_a_policy(
    policy: Policy, board: Board, manager: Member
) -> None:
    first, second = draft(manager, policy), draft(manager, policy)
    announce(member=manager, proposal=first)

    with pytest.raises(IntegrityError, match="before the members"), transaction.atomic():
        Proposal.objects.filter(pk=second.pk).update(state=State.ANNOUNCED)
    assert PolicyClaim.objects.get().proposal == first


def test_competing_texts_and_the_text_in_force_are_options(
    client: Client, policy: Policy, manager: Member
) -> None:
    client.force_login(manager)
    form = FORM | {
        "method": "schulze", "text-TOTAL_FORMS": "2",
        "text-0-policy": policy.pk, "text-0-option": "Links that answer",
        "text-1-policy": policy.pk, "text-1-option": "All links", "text-1-source": "## 1. Links\n\nGo on.",
        "text-1-summary": "",
    }  # fmt: skip
    address = reverse("governance:proposal_new", args=["house-rules"])

    page = client.post(address, form, follow=True).content.decode()

    proposal = Proposal.objects.get()
    titles = list(proposal.options.values_list("position", "title", "is_status_quo"))
    assert [each[:2] for each in titles] == [
        (1, "Links that answer"), (2, "All links"), (3, "Keep the text in force"),
    ]  # fmt: skip
    assert [each[2] for each in titles] == [False, False, True]
    assert proposal.texts.get(option__position=2).source.endswith("Go on.")
    assert "All links: what changes" in page


def test_option_is_withdrawn_before_the_vote_and_not_the_last(
    policy: Policy, board: Board, manager: Member
) -> None:
    proposal = draft(
        manager,
        policy,
        terms=Terms(method="approval"),
        texts=[
            TextDraft(policy=policy, source=AFTER, option=1),
            TextDraft(policy=policy, source="None.", option=2),
        ],
        options=[
            OptionDraft(title="A"),
            OptionDraft(title="B"),
            OptionDraft(title="Keep", is_status_quo=True),
        ],
    )
    first, second, keep = proposal.options.order_by("position")

    withdraw_option(member=manager, option=first, why="It was a mistake.")
    for option in (second, keep, first):
        with pytest.raises(ValidationError):
            withdraw_option(member=manager, option=option, why="It was a mistake.")
    assert proposal.options.filter(withdrawn_at=None).count() == 2
    assert "“A” is withdrawn" in proposal.steps.last().note


@pytest.mark.parametrize(
    ("texts", "options", "said"),
    [
        ([], [], "at least one policy"),
        ([(AFTER, None), ("x", None)], [], "once, not twice"),
        ([(AFTER, 1)], [], "no options"),
        ([(AFTER, 1)], ["A", "=Keep", "=Stay"], "one only"),
        ([(AFTER, 1)], ["A", "B", "=Keep"], "text of its own"),
        ([(AFTER, 1), (BEFORE, 2)], ["A", "B", "=Keep"], "nothing would change"),
    ],
)
def test_texts_and_options_that_make_no_sense(
    policy: Policy, manager: Member, texts, options, said: str
) -> None:
    drafts = [TextDraft(policy=policy, source=source, option=at) for source, at in texts]
    choices = [OptionDraft(title=each, is_status_quo=each.startswith("=")) for each in options]
    terms = Terms(method="single" if options else "yes_no")

    with pytest.raises(ValidationError, match=said):
        draft(manager, policy, texts=drafts, options=choices, terms=terms)


def test_draft_is_written_anew_until_it_is_announced(
    client: Client, policy: Policy, board: Board, manager: Member
) -> None:
    proposal = draft(manager, policy)
    client.force_login(manager)
    address = reverse("governance:draft", args=[proposal.pk])
    assert "when they answer" in client.get(address).content.decode()
    client.post(address, FORM | {"title": "A better title", "text-0-policy": policy.pk})
    proposal.refresh_from_db()
    assert proposal.title == "A better title"
    assert proposal.texts.count() == 1

    announce(member=manager, proposal=proposal)
    assert client.get(address).status_code == 403
    with pytest.raises(NotAllowed):
        edit_draft(
            member=manager, proposal=proposal, texts=[TextDraft(policy=policy, source="x")], **WORDS
        )


def test_draft_on_a_text_that_changed_meanwhile_is_looked_at_again(
    policy: Policy, board: Board, manager: Member
) -> None:
    stale = draft(manager, policy, texts=[TextDraft(policy=policy, source="Stale.")])
    policy.versions.update(superseded_at=days(0))
    policy.versions.create(number=2, source="Newer", html="Newer")

    with pytest.raises(ValidationError, match="changed since"):
        announce(member=manager, proposal=stale)


def test_every_step_is_in_the_public_record(vote: Proposal) -> None:
    assert [step.state for step in vote.steps.all()] == ["draft", "announced", "comment", "voting"]
    kinds = Event.objects.filter(kind__startswith="governance.").values_list("kind", flat=True)
    assert "governance.ProposalDrafted" in kinds


def test_discussion_cannot_open_in_the_past(policy: Policy, board: Board, manager: Member) -> None:
    proposal = announce(member=manager, proposal=draft(manager, policy), comment_opens=days(-60))
    assert proposal.comment_opens > days(-0.1)
    assert (proposal.comment_closes - proposal.comment_opens).days == 30


def test_second_open_proposal_waits_its_turn(vote: Proposal, manager: Member) -> None:
    with pytest.raises(ValidationError, match="decided first"):
        make_proposal(manager, vote.policy, source="Something else.")
