"""The privacy page names what somebody read, as far as they may still read it."""

import pytest

from accounts.models import Consent
from analytics.models import Touch
from forums.actions import open_topic
from spaces.models import Membership

pytestmark = pytest.mark.django_db


def test_a_title_is_told_only_while_one_may_read_it(client, insider, private_board):
    topic = open_topic(
        author=insider, board=private_board, kind="question", title="The secret grinder",
        source="Plans.",
    )  # fmt: skip
    consent = Consent.objects.create(
        member=insider, purpose="analytics", text_version="2026-11", place="banner"
    )
    Touch.objects.create(
        stream_id="1-1", consent=consent, member=insider, kind="read_topic", topic=topic,
        at=consent.given_at,
    )  # fmt: skip
    client.force_login(insider)
    assert "The secret grinder" in client.get("/me/privacy/").content.decode()
    Membership.objects.filter(member=insider).delete()
    after = client.get("/me/privacy/").content.decode()
    assert "1 page you opened is noted" in after
    assert "The secret grinder" not in after
