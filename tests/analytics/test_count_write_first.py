"""From opened to posted: counted without anybody's name, each count open to its rows."""

import re

import pytest
from django.test import Client

from accounts.models import Passage
from analytics import stream
from analytics.actions import write_touches
from analytics.lens import Lens
from analytics.metrics import write_first
from analytics.models import PageCount
from analytics.periods import last_days
from core.valkey import rest_is_over, valkey
from forums import actions
from tests.waiting import HERE, reply_form, sign_in_by_code

pytestmark = pytest.mark.django_db
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def topic(member, board):
    return actions.open_topic(
        author=member, board=board, kind="question", title="Why does it drip?", source="It drips."
    )


@pytest.fixture
def played(topic, newcomer):
    """One replies and is posted, one goes away, one thanks; three opened the form, one of them a robot."""
    valkey().delete(stream.COUNTS)
    rest_is_over()
    form = f"/topics/{topic.pk}/replies/"
    Client(**PERSON).get(form)
    Client(**PERSON).get(form, headers={"hx-request": "true"})
    Client(HTTP_USER_AGENT="Googlebot/2.1").get(form)
    Client().post(form, reply_form("I never came back."))
    client = Client()
    client.post(form, reply_form("Clean it."))
    client.post("/kept/", {"kind": "forums.thanks", "post": topic.posts.get().pk}, headers=HERE)
    sign_in_by_code(client, newcomer)
    write_touches()


def test_each_step_is_counted_by_kind_and_way(played):
    kinds = {line.key: line for line in write_first.by_kind(Lens(last_days(30)))}
    replies = kinds["forums.reply"]
    assert replies.opened == 2
    assert dict(replies.counts) == {"wrote": 2, "asked": 2, "returned": 1, "posted": 1}
    assert dict(kinds["forums.thanks"].counts)["posted"] == 1
    assert (replies.seconds, replies.clicks) == (0, 2)
    (way,) = write_first.by_way(Lens(last_days(30)))
    assert (way.key, dict(way.counts)) == ("code", {"returned": 2, "posted": 2})
    assert write_first.figure(Lens(last_days(30))).value == 2


def test_every_count_opens_to_as_many_rows_that_name_nobody(played, executive, newcomer):
    reader = Client()
    reader.force_login(executive, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reader.get("/insights/sign-in/").content.decode()
    links = re.findall(r'<a href="(/insights/sign-in/rows/[^"]+)">(\d+)</a>', page)
    assert len(links) == 11
    for link, number in links:
        rows = reader.get(link.replace("&amp;", "&")).content.decode()
        assert rows.count('<li class="row">') == int(number), link
        assert newcomer.name not in rows and "Clean it" not in rows
    sheet = b"".join(reader.get("/insights/sign-in/rows.csv").streaming_content).decode()
    assert sheet.count("forums.reply") == 1


def test_a_passage_leads_to_nobody():
    related = {field.name for field in Passage._meta.get_fields() if field.is_relation}
    assert related == set()


def test_opened_forms_are_no_pages_of_the_consented_share(played):
    assert PageCount.objects.filter(kind="open:forums.reply").exists()
    assert not PageCount.objects.filter(kind="open:forums.reply", consented=True).exists()
