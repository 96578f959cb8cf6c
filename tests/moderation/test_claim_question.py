from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from core.rules import NotAllowed
from forums.actions import reply
from forums.models import Topic
from moderation.actions import claim_question
from moderation.models import QuestionClaim
from tests.cast import make_member
from tests.moderation.conftest import ask

QUEUE = "/moderation/questions/"


def test_queue_shows_unanswered_questions_the_longest_waiting_first(
    client, manager, member, outsider, board
):
    old, new, answered = (
        ask(member, board, title) for title in ("Old one", "New one", "Answered one")
    )
    Topic.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=4))
    reply(author=outsider, topic=answered, source="Descale it.")

    client.force_login(manager)
    response = client.get(QUEUE)
    page = response.content.decode()

    assert page.index("Old one") < page.index("New one")
    assert "Answered one" not in page
    assert "Waits more than three days" in page
    assert response.context["counts"].questions == 2


def test_manager_takes_a_question_and_hands_it_back(client, manager, topic):
    client.force_login(manager)
    client.post(reverse("moderation:claim", args=[topic.pk]))
    assert "Yours" in client.get(QUEUE).content.decode()

    client.post(reverse("moderation:release", args=[topic.pk]))
    assert not QuestionClaim.objects.in_force().exists()


def test_second_claimer_learns_who_has_it(client, manager, topic):
    claim_question(by=make_member("quick", role=Role.MANAGER), topic=topic)
    client.force_login(manager)
    response = client.post(reverse("moderation:claim", args=[topic.pk]), follow=True)

    assert "Quick was quicker" in response.content.decode()
    assert QuestionClaim.objects.in_force().get().member.handle == "quick"


def test_nobody_hands_back_what_another_took(client, manager, topic):
    claim_question(by=make_member("quick", role=Role.MANAGER), topic=topic)
    client.force_login(manager)

    assert client.post(reverse("moderation:release", args=[topic.pk])).status_code == 404
    assert QuestionClaim.objects.in_force().exists()


def test_answered_question_cannot_be_taken(manager, outsider, topic):
    reply(author=outsider, topic=topic, source="Descale it.")

    with pytest.raises(NotAllowed):
        claim_question(by=manager, topic=topic)


def test_member_cannot_take_a_question(client, member, topic):
    client.force_login(member)

    assert client.post(reverse("moderation:claim", args=[topic.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        claim_question(by=member, topic=topic)
