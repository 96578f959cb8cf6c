"""What is offered opens where it stands: solved conversations, help articles, open questions; then "solved" or "not quite"."""

import pytest

from content.actions import edit_article, publish_article, withdraw_article, write_article
from content.models import Article
from core.rules import NotAllowed
from forums.actions import mark_solution, open_topic, reply
from forums.models import Topic
from support.actions import open_case, reject_answer
from support.finding import Found, Kind
from support.models import Case, Enquiry, OfferedAnswer
from tests.support.conftest import ANSWERS, TYPED, answer_path, facts_of, typed

HTMX = {"HX-Request": "true"}
WHO = {"name": "Vera", "email": "vera@mail.example"}


@pytest.fixture
def article(evangelist, space) -> Article:
    written = write_article(
        author=evangelist, space=space, title="Changing the gasket", source="Turn it **left**.",
        standfirst="Five minutes, one tool.", is_help=True,
    )  # fmt: skip
    return publish_article(member=evangelist, article=written)


@pytest.fixture
def question(outsider, board) -> Topic:
    return open_topic(
        author=outsider, board=board, kind="question", title="Who else leaks?", source="Mine does."
    )


@pytest.fixture
def three(found, article, question) -> None:
    """A solved conversation, a help article and an open question are found, in this order."""
    found += [
        Found(kind=Kind.ARTICLE, object_id=article.pk, title="", url=""),
        Found(kind=Kind.QUESTION, object_id=question.pk, title="", url=""),
    ]


def address(offered: OfferedAnswer, rest: str = "") -> str:
    return f"/support/enquiries/{offered.enquiry_id}/answers/{offered.pk}/{rest}"


def test_three_kinds_stand_in_one_list(client, three, solved, article, question):
    page = client.post(ANSWERS, typed(), headers=HTMX).content.decode()

    places = [page.index(title) for title in (solved.title, article.title, question.title)]
    assert places == sorted(places)
    assert "Help article" in page and "Still open" in page and "Five minutes, one tool." in page
    assert Enquiry.objects.get().answers_found == 2  # an open question answers nobody
    assert list(
        OfferedAnswer.objects.order_by("position").values_list(
            "topic", "article", "is_open_question"
        )
    ) == [(solved.pk, None, False), (None, article.pk, False), (question.pk, None, True)]


def test_article_opens_in_its_place_and_solves(client, three, article):
    client.post(ANSWERS, typed(), headers=HTMX)
    offered = OfferedAnswer.objects.get(article=article)

    opened = client.get(address(offered), headers=HTMX).content.decode()
    assert "<html" not in opened
    assert "<strong>left</strong>" in opened
    assert "<html" in client.get(address(offered)).content.decode()  # without JavaScript: a page

    solved = f"/support/enquiries/{offered.enquiry_id}/solved/"
    page = client.post(solved, {"answer": offered.pk}, follow=True).content.decode()
    enquiry = Enquiry.objects.get()
    assert (enquiry.outcome, enquiry.solved_by_article, enquiry.solved_by_topic) == (
        "solved", article, None,
    )  # fmt: skip
    assert article.get_absolute_url() in page
    assert facts_of("support.EnquirySolved") == [
        {"enquiry_id": str(enquiry.pk), "topic_id": None, "article_id": article.pk}
    ]


def test_open_question_opens_and_says_so(client, three, question):
    client.post(ANSWERS, typed(), headers=HTMX)
    offered = OfferedAnswer.objects.get(topic=question)

    opened = client.get(address(offered), headers=HTMX).content.decode()
    assert "Mine does." in opened
    assert "Still open" in opened
    assert question.get_absolute_url() in opened


def test_question_solved_meanwhile_opens_with_its_solution(client, three, question, evangelist):
    client.post(ANSWERS, typed(), headers=HTMX)
    answer = reply(author=evangelist, topic=question, source="Try the other gasket.")
    mark_solution(by=question.author, post=answer)

    offered = OfferedAnswer.objects.get(topic=question)
    opened = client.get(address(offered), headers=HTMX).content.decode()
    assert opened.index("Try the other gasket.") < opened.index("Mine does.")


def test_solution_stands_above_the_question(client, found, solved):
    client.post(ANSWERS, typed(), headers=HTMX)
    opened = client.get(answer_path(Enquiry.objects.get(), solved), headers=HTMX).content.decode()

    assert opened.index("Change the gasket") < opened.index("It drips, why?")


def test_article_withdrawn_or_no_help_any_more_is_gone(client, three, article, evangelist):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()
    offered = OfferedAnswer.objects.get(article=article)

    edit_article(member=evangelist, article=article, title="T", source="S", is_help=False)
    assert client.get(address(offered)).status_code == 404
    edit_article(member=evangelist, article=article, title="T", source="S", is_help=True)
    assert client.get(address(offered)).status_code == 200
    withdraw_article(member=evangelist, article=article)
    assert client.get(address(offered)).status_code == 404
    client.force_login(evangelist)  # its author sees it, but as an answer it is offered to nobody
    Enquiry.objects.filter(pk=enquiry.pk).update(member=evangelist)
    assert client.get(address(offered)).status_code == 404


def test_not_quite_closes_it_and_the_agent_knows(client, agent, found, solved):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()
    not_quite = answer_path(enquiry, solved, "not-quite/")
    assert client.post(not_quite).status_code == 403  # who has not read it cannot say so
    client.get(answer_path(enquiry, solved), headers=HTMX)

    closed = client.post(not_quite, headers=HTMX).content.decode()
    assert "<html" not in closed
    assert "not quite" in closed
    assert "It drips, why?" not in closed
    assert client.post(not_quite).status_code == 302  # without JavaScript, back to the answers
    assert facts_of("support.AnswerRejected") == [
        {"enquiry_id": str(enquiry.pk), "topic_id": solved.pk, "article_id": None}
    ]

    client.post(f"/support/enquiries/{enquiry.pk}/case/", TYPED | WHO)
    client.force_login(agent)
    desk = client.get(Case.objects.get().get_absolute_url()).content.decode()
    assert "they said: not quite" in desk


def test_solved_after_all_was_not_turned_down(client, found, solved):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()
    client.get(answer_path(enquiry, solved))
    client.post(answer_path(enquiry, solved, "not-quite/"))
    client.post(f"/support/enquiries/{enquiry.pk}/solved/", {"answer": enquiry.offered.get().pk})

    assert enquiry.offered.get().rejected_at is None


def test_sent_message_turns_nothing_down_any_more(client, found, solved):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()
    client.get(answer_path(enquiry, solved))
    open_case(enquiry=enquiry, **WHO)

    with pytest.raises(NotAllowed):
        reject_answer(enquiry=enquiry, offered=enquiry.offered.get())


def test_hostile_article_stays_words(client, three, article):
    Article.objects.filter(pk=article.pk).update(
        title="<script>alert(1)</script>", standfirst="<img src=x onerror=alert(2)>"
    )
    page = client.post(ANSWERS, typed(), headers=HTMX).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
