"""What a case taught becomes public by one act, without a name, and only when its customer agrees."""

import uuid

import pytest

from content.models import Article
from core.rules import NotAllowed
from forums.models import Topic
from spaces.models import SpaceRole
from support.actions import (
    answer_case,
    answer_publication,
    ask_to_publish_answer,
    begin_case,
)
from support.following import follow_path
from support.models import Case, CaseMessage, CasePublication
from support.stripping import strip_personal
from tests.support.conftest import facts_of

WORDS = {
    "title": "Water under the machine",
    "question": "It drips, why?",
    "answer": "Change the gasket.",
}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Write to vera.v+x@mail.example today", "Write to [e-mail address] today"),
        ("Call +49 (0)30 1234-567 or 030/1234567.", "Call [number] or [number]."),
        ("Serial 20250112345 stopped", "Serial [number] stopped"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [bank account] please"),
        ("I live at 12 High Street, come by", "I live at [address], come by"),
        ("Goethestraße 12 is where", "[address] is where"),
        ("from 192.168.1.20", "from [network address]"),
        ("see https://x.example/a?token=abc", "see https://x.example/a"),
        ("Thanks, Vera Miller", "Thanks, [name]"),
        ("Vera's gasket TN-114, 9 bar, 2026-11-02", "[name]'s gasket TN-114, 9 bar, 2026-11-02"),
        ("order A-771 came", "order [order] came"),
        ("Veranda stays", "Veranda stays"),
    ],
)
def test_what_names_somebody_is_taken_out(said, left):
    assert strip_personal(said, names=["Vera Miller"], order="A-771") == left


def test_stripping_hostile_lengths_takes_no_time():
    for piece in ("1 ", "a@", "1.", "A B ", "http://x?", "DE12 3456 "):
        strip_personal(piece * 5_000, names=["Vera"])


@pytest.fixture
def case(member) -> Case:
    return begin_case(case=Case(member=member, subject="Leak", body="I am Member, it drips."))


@pytest.fixture
def answer(case, agent) -> CaseMessage:
    return answer_case(
        by=agent, case=case, text="Dear Member, change the gasket.", key=uuid.uuid4()
    )


def ask(agent, answer, board, **more) -> CasePublication:
    asked = WORDS | {"kind": "topic", "board": board, "key": uuid.uuid4()} | more
    return ask_to_publish_answer(by=agent, message=answer, **asked)


def test_one_act_asks_and_the_customers_yes_publishes(client, agent, member, answer, board):
    case = answer.case
    client.force_login(agent)
    address = f"/support/cases/{case.number}/answers/{answer.pk}/publication/"
    page = client.get(address).content.decode()
    assert "<del>" in page and "[name]" in page
    form = WORDS | {"kind": "topic", "board": board.pk, "key": uuid.uuid4()}
    client.post(address, form)
    client.post(address, form)
    assert not Topic.objects.exists()
    asked = CasePublication.objects.get()
    (told,) = [
        each for each in facts_of("notifications.NoticeDue") if each["kind"] == "case_publication"
    ]
    assert told["member_id"] == member.pk

    client.force_login(member)
    assert WORDS["answer"] in client.get(case.get_absolute_url()).content.decode()
    consent = f"/support/cases/{case.number}/publications/{asked.pk}/consent/"
    client.post(consent, {"agrees": "yes"})
    client.post(consent, {"agrees": "no"})

    topic = Topic.objects.get()
    assert (topic.title, topic.author, topic.board) == (WORDS["title"], agent, board)
    assert topic.solved_at
    first, second = topic.posts.order_by("number")
    assert WORDS["question"] in first.source and member.name not in first.source
    assert second.source == WORDS["answer"]
    assert case.links.get().kind == "became"
    asked.refresh_from_db()
    assert (asked.state, asked.post) == ("published", second)


def test_no_means_never(client, agent, member, answer, board):
    asked = ask(agent, answer, board)
    client.force_login(member)
    consent = f"/support/cases/{answer.case.number}/publications/{asked.pk}/consent/"
    client.post(consent, {"agrees": "no"})
    client.post(consent, {"agrees": "yes"})

    asked.refresh_from_db()
    assert asked.state == "refused"
    assert not Topic.objects.exists()
    told = [each["kind"] for each in facts_of("notifications.NoticeDue")]
    assert told.count("case_publication_answered") == 1


@pytest.mark.parametrize("who", ["agent", "outsider", "manager", "administrator"])
def test_nobody_agrees_for_the_customer(client, request, who, agent, answer, board):
    asked = ask(agent, answer, board)
    client.force_login(request.getfixturevalue(who))
    consent = f"/support/cases/{answer.case.number}/publications/{asked.pk}/consent/"
    assert client.post(consent, {"agrees": "yes"}).status_code in (403, 404)
    assert not Topic.objects.exists()


def test_a_visitor_decides_by_the_link(client, agent, board, mailoutbox):
    case = begin_case(case=Case(name="Vera", email="v@mail.example", subject="Leak", body="."))
    answer = answer_case(by=agent, case=case, text="Change it.", key=uuid.uuid4())
    asked = ask(agent, answer, board)
    assert WORDS["answer"] not in mailoutbox[-1].body
    link = follow_path(case)
    assert WORDS["answer"] in client.get(link).content.decode()
    other = begin_case(case=Case(name="X", email="x@mail.example", subject="Leak", body="."))
    strange = f"{follow_path(other)}publications/{asked.pk}/consent/"
    assert client.post(strange, {"agrees": "yes"}).status_code == 404

    client.post(f"{link}publications/{asked.pk}/consent/", {"agrees": "yes"})
    assert Topic.objects.get().title == WORDS["title"]


def test_notes_and_customers_words_are_not_published(agent, member, case, board):
    note = answer_case(by=agent, case=case, text="CANARY", key=uuid.uuid4(), is_internal=True)
    with pytest.raises(NotAllowed):
        ask(agent, note, board)
    theirs = CaseMessage.objects.create(
        case=case, author=member, is_from_company=False, text="CANARY", html=""
    )
    with pytest.raises(NotAllowed):
        ask(agent, theirs, board)


def test_an_agent_who_is_an_evangelist_makes_a_help_article(agent, member, answer, space):
    with pytest.raises(NotAllowed):
        ask(agent, answer, None, kind="article", space=space)
    SpaceRole.objects.create(space=space, member=agent, role="evangelist")
    agent = type(agent).objects.get(pk=agent.pk)
    asked = ask(agent, answer, None, kind="article", space=space)
    answer_publication(publication=asked, by=member, agrees=True)
    article = Article.objects.get()
    assert (article.is_help, article.is_published, article.source) == (True, True, WORDS["answer"])


def test_a_board_that_takes_no_questions_any_more_gets_none(agent, member, answer, board):
    asked = ask(agent, answer, board)
    board.is_read_only = True
    board.save()
    settled = answer_publication(publication=asked, by=member, agrees=True)
    assert settled.state == "withdrawn"
    assert not Topic.objects.exists()
