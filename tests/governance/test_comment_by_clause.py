"""The comment period: arguments and amendments by clause, the company's answers, changes of the text."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from core.rules import NotAllowed
from forums.actions import hide_post, open_topic, reply
from forums.models import Board, Post
from governance.actions import (
    advance_proposals,
    answer_clause,
    argue,
    decline_amendment,
    pin_argument,
    propose_amendment,
    revise_text,
    support_amendment,
    support_no_more,
    take_amendment,
    unpin_argument,
    withdraw_amendment,
)
from governance.models import (
    Amendment,
    Argument,
    ClauseAnswer,
    Proposal,
    ProposalText,
    State,
    TextRevision,
)
from tests.governance.conftest import AFTER

pytestmark = pytest.mark.django_db
LINKS = "clause-1"
BETTER = "## 1. Links\n\nLinks to shops are allowed when somebody asked for one.\n"


@pytest.fixture
def text(discussed: Proposal) -> ProposalText:
    return discussed.texts.select_related(
        "policy", "base", "proposal__policy", "proposal__topic"
    ).get()


def say(member: Member, text: ProposalText, words: str, side: str = "for") -> Argument:
    return argue(member=member, text=text, clause=LINKS, side=side, source=words, key=uuid.uuid4())


def amend(member: Member, text: ProposalText, source: str = BETTER, **more: object) -> Amendment:
    facts = {"clause": LINKS, "why": "So that nobody advertises.", "key": uuid.uuid4()} | more
    return propose_amendment(member=member, text=text, source=source, **facts)


def see(client: Client, text: ProposalText, clause: str = LINKS, status: int = 200) -> str:
    address = reverse("governance:clause", args=[text.proposal_id, text.pk, clause])
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def of(text: ProposalText, name: str, clause: str = LINKS) -> str:
    return reverse(f"governance:{name}", args=[text.proposal_id, text.pk, clause])


# Arguments -------------------------------------------------------------------------------------


def test_argument_stands_beside_its_clause_and_in_the_discussion(
    client: Client, text: ProposalText, member: Member, outsider: Member
) -> None:
    said = say(member, text, "Answers *need* parts.")
    say(outsider, text, "It opens the door to advertisements.", side="against")

    page = see(client, text)
    assert "Answers need parts." in page
    assert "For the change of" not in page, "the line that leads back is for the discussion"
    assert page.index("Answers need") < page.index("advertisements")
    assert said.post.topic == text.proposal.topic
    assert of(text, "clause") in said.post.html
    proposal = client.get(text.proposal.get_absolute_url()).content.decode()
    assert "1 for" in proposal
    assert "1 against" in proposal


def test_hidden_post_is_no_argument(
    client: Client, text: ProposalText, member: Member, manager: Member
) -> None:
    said = say(member, text, "Something rude that goes.")
    hide_post(by=manager, post=said.post, reason="Rude.")

    assert "Something rude" not in see(client, text)
    assert "1 for" not in client.get(text.proposal.get_absolute_url()).content.decode()


def test_argument_sent_twice_is_one(text: ProposalText, member: Member) -> None:
    key = uuid.uuid4()
    facts = {
        "member": member,
        "text": text,
        "clause": LINKS,
        "side": "for",
        "source": "Well and good.",
    }
    assert argue(key=key, **facts) == argue(key=key, **facts)
    assert Argument.objects.count() == 1


def test_posts_are_pinned_by_their_author_or_a_manager(
    client: Client, text: ProposalText, member: Member, outsider: Member, manager: Member
) -> None:
    post = reply(author=member, topic=text.proposal.topic, source="It is good as it was.")
    with pytest.raises(NotAllowed):
        pin_argument(member=outsider, text=text, clause=LINKS, side="against", post=post)
    client.force_login(outsider)
    sent = client.post(of(text, "argument_pin"), {"post": post.pk, "side": "against"})
    assert sent.status_code == 403

    client.force_login(manager)
    client.post(of(text, "argument_pin"), {"post": post.pk, "side": "against"})
    argument = Argument.objects.get()
    assert "It is good as it was." in see(client, text)
    with pytest.raises(NotAllowed):
        unpin_argument(member=outsider, argument=argument)
    client.force_login(member)
    assert client.post(reverse("governance:argument_end", args=[argument.pk])).status_code == 302
    assert "It is good as it was." not in see(client, text)
    argument.refresh_from_db()
    assert argument.ended_by == member


def test_posts_of_other_conversations_are_no_arguments(
    text: ProposalText, post_elsewhere: Post, manager: Member
) -> None:
    with pytest.raises(NotAllowed):
        pin_argument(member=manager, text=text, clause=LINKS, side="for", post=post_elsewhere)


@pytest.fixture
def post_elsewhere(board: Board, member: Member) -> Post:
    topic = open_topic(
        author=member, board=board, kind="question", title="Why does it drip?", source="It drips."
    )
    return reply(author=member, topic=topic, source="Change the seal.")


def test_arguments_without_javascript(client: Client, text: ProposalText, member: Member) -> None:
    form = {"key": str(uuid.uuid4()), "side": "against", "source": "Short of reasons, this is one."}
    assert client.post(of(text, "clause"), form).status_code == 403
    client.force_login(member)
    assert client.post(of(text, "clause"), form | {"source": "x"}).status_code == 422
    assert client.post(of(text, "clause"), form | {"side": "both"}).status_code == 422
    assert client.post(of(text, "clause"), form).status_code == 302
    assert "Short of reasons" in see(client, text)
    see(client, text, "clause-9", status=404)


# Amendments ------------------------------------------------------------------------------------


def test_amendment_shows_what_differs_and_is_supported(
    client: Client, text: ProposalText, member: Member, outsider: Member
) -> None:
    amendment = amend(member, text)
    page = client.get(amendment.get_absolute_url()).content.decode()
    assert "<del>" in page
    assert "somebody asked for one" in page
    assert "So that nobody advertises." in page

    assert support_amendment(member=outsider, amendment=amendment)
    assert not support_amendment(member=outsider, amendment=amendment)
    with pytest.raises(NotAllowed):
        support_amendment(member=member, amendment=amendment)
    amendment.refresh_from_db()
    assert amendment.supports_count == 1
    assert support_no_more(member=outsider, amendment=amendment)
    amendment.refresh_from_db()
    assert amendment.supports_count == 0


@pytest.mark.parametrize(
    "source",
    ["No heading.", f"{BETTER}\n\n## 2. More\n\nAnd more.", AFTER.split("\n\n## 2.")[0].split("others.\n\n")[-1]],
)  # fmt: skip
def test_amendment_of_no_or_two_clauses_or_no_difference_is_refused(
    text: ProposalText, member: Member, source: str
) -> None:
    source = source.replace("Be kind to each other.\n\n", "")
    with pytest.raises(ValidationError):
        amend(member, text, source)
    assert not Amendment.objects.exists()


def test_amendment_taken_changes_the_text_and_restarts_the_period(
    client: Client, text: ProposalText, member: Member, manager: Member
) -> None:
    before = text.proposal.comment_closes
    amendment = amend(member, text)
    with pytest.raises(NotAllowed):
        take_amendment(member=member, amendment=amendment, answer="I take it myself.")
    take_amendment(member=manager, amendment=amendment, answer="Better than ours.")

    text.refresh_from_db()
    assert "when somebody asked for one" in text.source
    assert "Photos of other people" in text.source
    proposal = Proposal.objects.get(pk=text.proposal_id)
    assert proposal.comment_closes > before
    assert proposal.comment_closes > timezone.now() + timedelta(days=29)
    assert proposal.voting_opens >= proposal.comment_closes
    assert (
        proposal.closes - proposal.voting_opens == text.proposal.closes - text.proposal.voting_opens
    )
    page = client.get(reverse("governance:revisions", args=[proposal.pk])).content.decode()
    assert "The comment period began anew." in page
    assert "Better than ours." in page
    assert "<del>" in page
    assert "Taken into the text" in client.get(amendment.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed):
        withdraw_amendment(member=member, amendment=amendment)


def test_amendment_of_a_clause_that_changed_is_not_taken(
    text: ProposalText, member: Member, manager: Member
) -> None:
    amendment = amend(member, text)
    source = text.source.replace("answer the question", "answer it")
    revise_text(
        member=manager, text=text, source=source, why="Shorter.", why_no_restart="Only words."
    )

    with pytest.raises(ValidationError):
        take_amendment(member=manager, amendment=amendment, answer="We take it.")
    decline_amendment(member=manager, amendment=amendment, answer="The clause reads otherwise now.")
    amendment.refresh_from_db()
    assert (amendment.state, amendment.answered_by) == ("declined", manager)


def test_clause_may_go_and_come(text: ProposalText, member: Member, manager: Member) -> None:
    gone = amend(member, text, "", clause="clause-2")
    added = amend(member, text, "## 3. Selling\n\nIn its board.", clause="clause-2", is_added=True)
    take_amendment(member=manager, amendment=added, answer="Yes, we add it.")
    text.refresh_from_db()
    assert [each.title for each in text.clauses] == ["", "Links", "Photos", "Selling"]
    take_amendment(member=manager, amendment=gone, answer="Yes, it goes.")
    text.refresh_from_db()
    assert [each.anchor for each in text.clauses] == ["clause-preamble", LINKS, "clause-3"]


def test_anchors_hold_while_the_text_changes_and_in_force(
    text: ProposalText, member: Member, manager: Member
) -> None:
    say(member, text, "It says what we do anyway.")
    source = "## 1. Manners\n\nBe kind.\n\n## 2. Links\n\nLinks are fine.\n"
    revise_text(member=manager, text=text, source=source, why="Renumbered.")
    text.refresh_from_db()

    assert {each.title: each.anchor for each in text.clauses}["Links"] == LINKS
    assert {each.title: each.anchor for each in text.clauses}["Manners"] != LINKS


def test_amendment_needs_the_comment_period(
    text: ProposalText, member: Member, outsider: Member
) -> None:
    Proposal.objects.filter(pk=text.proposal_id).update(
        comment_closes=timezone.now() - timedelta(seconds=1)
    )
    with pytest.raises(NotAllowed):
        amend(member, text)
    assert not Amendment.objects.exists()


def test_amendments_without_javascript(
    client: Client, text: ProposalText, member: Member, manager: Member, outsider: Member
) -> None:
    client.force_login(member)
    assert "Links to shops" in client.get(of(text, "amendment_new")).content.decode()
    form = {"key": str(uuid.uuid4()), "source": BETTER, "why": "So that nobody advertises."}
    assert client.post(of(text, "amendment_new"), form | {"source": "x"}).status_code == 422
    for _again in range(2):
        assert client.post(of(text, "amendment_new"), form).status_code == 302
    amendment = Amendment.objects.get()
    answer = {"decision": "take", "answer": "We take this one.", "restarts": "no"}
    assert client.post(amendment.get_absolute_url(), answer).status_code == 403

    client.force_login(outsider)
    support = reverse("governance:amendment_support", args=[amendment.pk])
    client.post(support)
    assert "1 member supports it." in client.get(amendment.get_absolute_url()).content.decode()
    client.post(support, {"end": "1"})
    assert (
        client.post(reverse("governance:amendment_withdrawal", args=[amendment.pk])).status_code
        == 403
    )

    client.force_login(manager)
    sent = client.post(amendment.get_absolute_url(), answer)
    assert sent.status_code == 422
    assert "Say why the comment period need not begin anew." in sent.content.decode()
    answer["why_no_restart"] = "It says what was meant."
    assert client.post(amendment.get_absolute_url(), answer).status_code == 302
    assert TextRevision.objects.get().why_no_restart == "It says what was meant."


# The company's answers and the text ------------------------------------------------------------


def test_company_answers_clause_by_clause(
    client: Client, text: ProposalText, manager: Member, member: Member
) -> None:
    client.force_login(member)
    assert (
        client.post(of(text, "clause_answer"), {"source": "We heard you all."}).status_code == 403
    )
    client.force_login(manager)
    assert (
        client.post(of(text, "clause_answer"), {"source": "We **heard** you."}).status_code == 302
    )
    answer_clause(member=manager, text=text, clause=LINKS, source="We heard you, and changed it.")

    assert "We heard you, and changed it." in see(client, text)
    assert ClauseAnswer.objects.count() == 2
    assert "Answered" in client.get(text.proposal.get_absolute_url()).content.decode()


def test_change_of_text_is_explained_and_public(
    client: Client, text: ProposalText, manager: Member, member: Member
) -> None:
    address = reverse("governance:revision_new", args=[text.proposal_id, text.pk])
    form = {"source": text.source.replace("Be kind", "Be very kind"), "why": "It was too short.",
            "restarts": "no", "why_no_restart": ""}  # fmt: skip
    client.force_login(member)
    assert client.post(address, form).status_code == 403
    client.force_login(manager)
    assert client.post(address, form).status_code == 422
    assert (
        client.post(address, form | {"source": text.source, "restarts": "yes"}).status_code == 422
    )
    closes = text.proposal.comment_closes
    assert client.post(address, form | {"why_no_restart": "One word."}).status_code == 302

    text.proposal.refresh_from_db()
    assert text.proposal.comment_closes == closes
    page = client.get(reverse("governance:revisions", args=[text.proposal_id])).content.decode()
    assert "The comment period went on:" in page
    assert "One word." in page
    assert "see how and why" in client.get(text.proposal.get_absolute_url()).content.decode()


def test_text_changed_after_the_period_is_discussed_again(
    text: ProposalText, manager: Member
) -> None:
    Proposal.objects.filter(pk=text.proposal_id).update(
        state=State.WAITING, called_at=None, voting_opens=None, closes=None,
        comment_closes=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    revise_text(member=manager, text=text, source=text.source + "\nMore.", why="Something came up.")

    proposal = Proposal.objects.get(pk=text.proposal_id)
    assert proposal.state == State.COMMENT
    assert proposal.comment_closes > timezone.now() + timedelta(days=29)
    assert proposal.voting_opens is None
    assert proposal.steps.filter(state=State.COMMENT, by=manager).exists()


def test_database_wants_a_reason_where_nothing_restarts(
    text: ProposalText, manager: Member
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TextRevision.objects.create(
            text=text, number=1, before="a", anchors_before=[], after="b", anchors_after=[],
            why="So.", restarts=False, by=manager,
        )  # fmt: skip


def test_nothing_of_it_once_the_vote_is_open(
    client: Client, text: ProposalText, member: Member, manager: Member
) -> None:
    amendment = amend(member, text)
    Proposal.objects.filter(pk=text.proposal_id).update(
        comment_opens=timezone.now() - timedelta(days=9),
        comment_closes=timezone.now() - timedelta(hours=1),
        voting_opens=timezone.now() - timedelta(minutes=1),
    )
    advance_proposals()
    text.proposal.refresh_from_db()
    assert text.proposal.state == State.VOTING
    for late in (
        lambda: say(member, text, "I come too late."),
        lambda: amend(member, text),
        lambda: take_amendment(member=manager, amendment=amendment, answer="Too late."),
        lambda: answer_clause(member=manager, text=text, clause=LINKS, source="Too late to say."),
        lambda: revise_text(member=manager, text=text, source=AFTER + "\nMore.", why="Too late."),
    ):
        with pytest.raises(NotAllowed):
            late()
    assert "somebody asked for one" in client.get(amendment.get_absolute_url()).content.decode()


def test_pages_cost_the_same_however_much_was_said(
    client: Client, text: ProposalText, member: Member, outsider: Member, django_assert_max_num_queries
) -> None:  # fmt: skip
    def everything() -> None:
        see(client, text)
        client.get(text.proposal.get_absolute_url())

    say(member, text, "The first of many words.")
    amend(member, text)
    client.force_login(outsider)
    everything()
    with django_assert_max_num_queries(150) as few:
        everything()
    for number in range(3):
        say(member, text, f"Another argument, {number}.")
        say(outsider, text, f"And one against it, {number}.", side="against")
        amend(outsider, text, BETTER.replace("somebody", f"person {number}"))
    with django_assert_max_num_queries(len(few)):
        everything()
