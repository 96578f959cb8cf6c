"""The pages of moderation ask the database the same number of questions, however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.actions import reply
from moderation.actions import claim_question, hide_reported_post, report_post
from tests.cast import make_member
from tests.moderation.conftest import ask


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as context:
        assert client.get(address).status_code == 200
    return len(context)


def fill(board, manager, names) -> None:
    for name in names:
        author, reporter = make_member(f"author{name}"), make_member(f"reporter{name}")
        topic = ask(author, board, f"Question {name}")
        claim_question(by=manager, topic=ask(reporter, board, f"Other question {name}"))
        for source in ("First", "Second"):
            post = reply(author=author, topic=topic, source=source)
            report_post(reporter=reporter, post=post, reason="spam")
        hide_reported_post(by=manager, post=post, reason="Advertising.")


@pytest.mark.parametrize("address", ["/moderation/", "/moderation/questions/", "/moderation/log/"])
def test_same_number_of_queries_at_n_and_2n(client, manager, board, address):
    client.force_login(manager)
    fill(board, manager, range(4))
    few = queries(client, address)
    fill(board, manager, range(4, 8))

    assert queries(client, address) == few
    assert few <= 14
