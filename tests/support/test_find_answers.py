"""With the real index: what the form offers is solved, resembles what is typed, and may be read."""

import pytest
from django.contrib.auth.models import AnonymousUser
from taggit.models import Tag

from content.actions import publish_article, write_article
from events.actions import deliver
from events.models import Event
from forums.actions import hide_post, open_topic, withdraw_solution
from forums.models import Board
from forums.tagging.setting import set_tags
from notifications.models import Notification
from spaces.models import Space
from support.finding import answers_for
from support.models import Enquiry, Product
from tests.support.conftest import ANSWERS, solved_topic, typed

HTMX = {"HX-Request": "true"}
WORDS = {"subject": "Zephyrette gruop head leaks", "text": "Water under the zephyrette."}


def deliver_all() -> None:
    for event_id in Event.objects.unsettled().order_by("pk").values_list("pk", flat=True):
        assert deliver(event_id=event_id)


@pytest.fixture
def zephyrette(outsider, evangelist, board):
    topic = solved_topic(outsider, evangelist, board, "Zephyrette group head leaks on one side")
    deliver_all()
    return topic


def offered(client, **more) -> str:
    return client.post(ANSWERS, typed(**(WORDS | more)), headers=HTMX).content.decode()


def test_misspelt_problem_finds_the_solved_question(client, zephyrette):
    assert zephyrette.title in offered(client)


def test_question_without_solution_is_offered_as_one_that_is_open(client, zephyrette, outsider):
    withdraw_solution(by=outsider, post=zephyrette.posts.get(number=2))
    deliver_all()
    page = offered(client)

    assert zephyrette.title in page
    assert "Still open" in page
    assert Enquiry.objects.get().answers_found == 0


def test_help_article_is_offered_and_any_other_is_not(client, evangelist, space):
    for number, is_help in enumerate((True, False)):
        article = write_article(
            author=evangelist,
            space=space,
            title=f"Zephyrette group head leaks, part {number}",
            source="Turn it left.",
            is_help=is_help,
        )
        publish_article(member=evangelist, article=article)
    deliver_all()
    page = offered(client)

    assert "leaks, part 0" in page
    assert "leaks, part 1" not in page


def test_answers_stand_before_open_questions(client, zephyrette, outsider, board):
    asked = open_topic(
        author=outsider, board=board, kind="question", title="Zephyrette group head leaks again",
        source="Water under the zephyrette.",
    )  # fmt: skip
    deliver_all()
    found = answers_for(f"{WORDS['subject']} {WORDS['text']}", AnonymousUser())

    assert [(each.kind, each.object_id) for each in found] == [
        ("solved", zephyrette.pk), ("question", asked.pk),
    ]  # fmt: skip


def test_hidden_answer_is_not_offered_even_before_the_index_knows(client, zephyrette, manager):
    hide_post(by=manager, post=zephyrette.posts.get(number=2), reason="Wrong.")
    page = offered(client)

    assert zephyrette.title not in page
    assert "gasket" not in page


def test_answers_of_a_private_space_are_offered_to_its_members_only(
    client, private_space, insider, manager, outsider
):
    board = Board.objects.create(
        space=private_space, slug="secret", name="Secret", kinds=["question"]
    )
    topic = solved_topic(insider, manager, board, "Zephyrette group head leaks in secret")
    deliver_all()

    for other in (None, outsider):
        if other:
            client.force_login(other)
        assert topic.title not in offered(client)
    client.force_login(insider)
    assert topic.title in offered(client)


def test_answer_reaches_the_members_inbox(client, agent, member):
    """From the desk to the notification, through the event."""
    client.force_login(member)
    form = typed()
    client.post(ANSWERS, form)
    client.post(f"/support/enquiries/{form['key']}/case/", form)
    case = Enquiry.objects.get().case

    client.force_login(agent)
    form = typed(text="Change the gasket.", kind="answer")
    client.post(f"/support/cases/{case.number}/answers/", form)
    deliver_all()

    told = Notification.objects.get(member=member)
    assert told.url == case.get_absolute_url()


def test_what_is_about_the_chosen_product_comes_first(outsider, evangelist, board, space):
    other = solved_topic(outsider, evangelist, board, "Zephyrette group head leaks on one side")
    about = solved_topic(outsider, evangelist, board, "Zephyrette group head leaks a little")
    set_tags(topic=about, names=["tern"])
    deliver_all()
    product = Product.objects.create(name="Tern", slug="tern")
    product.tags.add(Tag.objects.get(name="tern"))
    words = "Zephyrette group head leaks on one side"

    plain = [each.object_id for each in answers_for(words, AnonymousUser())]
    chosen = [each.object_id for each in answers_for(words, AnonymousUser(), product)]
    assert plain == [other.pk, about.pk]
    assert chosen == [about.pk, other.pk], "the rest still stands behind"
    nothing = Product.objects.create(name="Heron", slug="heron")
    assert [each.object_id for each in answers_for(words, AnonymousUser(), nothing)] == plain


def test_enough_about_the_product_and_nothing_else_is_offered(outsider, evangelist, board, space):
    elsewhere = Space.objects.create(slug="grinders", name="Grinders")
    there = Board.objects.create(space=elsewhere, slug="all", name="All", kinds=["question"])
    for number in range(4):
        solved_topic(outsider, evangelist, there, f"Zephyrette group head leaks {number}")
    here = solved_topic(outsider, evangelist, board, "Zephyrette group head leaks")
    deliver_all()
    product = Product.objects.create(name="Grinder", slug="grinder", space=elsewhere)
    found = answers_for("Zephyrette group head leaks", AnonymousUser(), product)
    assert len(found) == 4
    assert here.pk not in {each.object_id for each in found}


def test_a_product_opens_no_private_space(insider, manager, private_space):
    board = Board.objects.create(space=private_space, slug="s", name="S", kinds=["question"])
    solved_topic(insider, manager, board, "Zephyrette group head leaks in secret")
    deliver_all()
    product = Product.objects.create(name="Secret", slug="secret", space=private_space)
    assert answers_for("Zephyrette group head leaks", AnonymousUser(), product) == []
    assert answers_for("Zephyrette group head leaks", insider, product)
