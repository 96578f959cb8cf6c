"""From a random few the answers are withheld, so that what they are worth can be measured."""

from django.test import Client

from support.models import Enquiry
from tests.support.conftest import ANSWERS, facts_of, typed

HTMX = {"HX-Request": "true"}


def test_withheld_enquiry_is_shown_no_answers_but_they_are_counted(client, found, solved, settings):
    settings.SUPPORT_HOLDOUT_PERCENT = 100
    page = client.post(ANSWERS, typed(), headers=HTMX).content.decode()

    enquiry = Enquiry.objects.get()
    assert enquiry.withheld
    assert enquiry.answers_found == 1
    assert not enquiry.offered.exists()
    assert solved.title not in page
    assert "Send to support" in page
    assert facts_of("support.AnswersOffered") == []


def test_trying_again_does_not_draw_again(client, found, settings):
    settings.SUPPORT_HOLDOUT_PERCENT = 100
    client.post(ANSWERS, typed(), headers=HTMX)
    settings.SUPPORT_HOLDOUT_PERCENT = 0
    client.post(ANSWERS, typed(), headers=HTMX)

    assert set(Enquiry.objects.values_list("withheld", flat=True)) == {True}


def test_others_are_drawn_anew(client, found, settings):
    settings.SUPPORT_HOLDOUT_PERCENT = 100
    client.post(ANSWERS, typed(), headers=HTMX)
    settings.SUPPORT_HOLDOUT_PERCENT = 0
    Client().post(ANSWERS, typed(), headers=HTMX)

    assert sorted(Enquiry.objects.values_list("withheld", flat=True)) == [False, True]


def test_nothing_is_withheld_at_zero_percent(found):
    for _ in range(20):
        Client().post(ANSWERS, typed(), headers=HTMX)

    assert not Enquiry.objects.filter(withheld=True).exists()
