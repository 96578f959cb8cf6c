"""Two cases of one customer become one, and can be taken apart again."""

import uuid

import pytest

from core.rules import NotAllowed
from support.actions import (
    add_files,
    answer_case,
    begin_case,
    link_case,
    merge_cases,
    undo_case_event,
    write_on_case,
)
from support.models import Case
from tests.support.conftest import solved_topic
from tests.world.walking import picture
from uploads.actions import store_upload


@pytest.fixture
def pair(member) -> tuple[Case, Case]:
    return tuple(
        begin_case(case=Case(member=member, subject=f"Leak {number}", body=f"Drip {number}."))
        for number in (1, 2)
    )


def test_all_of_it_moves_and_the_old_address_leads_on(
    client, agent, member, pair, board, evangelist
):
    one, other = pair
    cup = picture()
    upload = store_upload(file=cup, name=cup.name, owner=member, browser_id=None)
    add_files(case=one, message=None, uploads=[upload])
    write_on_case(case=one, by=member, text="Still.", key=uuid.uuid4())
    link_case(by=agent, case=one, topic=solved_topic(member, evangelist, board))
    client.force_login(agent)
    client.post(f"/support/cases/{one.number}/merger/", {"into": other.number})

    one.refresh_from_db()
    assert (one.status, one.merged_into) == ("closed", other)
    assert [each.text for each in other.messages.oldest_first()] == ["Drip 1.", "Still."]
    assert other.files.get().message.text == "Drip 1."
    assert other.links.count() == 1
    client.force_login(member)
    assert client.get(one.get_absolute_url())["Location"] == other.get_absolute_url()
    written = write_on_case(case=one, by=member, text="And now?", key=uuid.uuid4())
    assert written.case == other


def test_taken_apart_all_is_as_it_was(agent, member, pair):
    one, other = pair
    write_on_case(case=one, by=member, text="Still.", key=uuid.uuid4())
    answer_case(by=agent, case=one, text="Hm.", key=uuid.uuid4())
    merge_cases(by=agent, case=one, into=other)
    write_on_case(case=other, by=member, text="After.", key=uuid.uuid4())

    undo_case_event(by=agent, event=one.record.get(kind="merged"))

    one.refresh_from_db()
    assert (one.status, one.merged_into) == ("waiting", None)
    assert [each.text for each in one.messages.oldest_first()] == ["Still.", "Hm."]
    assert [each.text for each in other.messages.oldest_first()] == ["After."]


def test_two_people_never_read_each_other(agent, member, outsider, pair):
    one, _other = pair
    theirs = begin_case(case=Case(member=outsider, subject="Leak", body="SECRET"))
    visitors = [
        begin_case(case=Case(name="V", email="v@mail.example", subject="Leak", body="."))
        for _ in range(2)
    ]
    for case, into in (
        (one, theirs),
        (theirs, one),
        (one, visitors[0]),
        tuple(visitors),
        (one, one),
    ):
        with pytest.raises(NotAllowed):
            merge_cases(by=agent, case=case, into=into)
    assert not Case.objects.exclude(merged_into=None).exists()


def test_a_waiting_case_wakes_the_one_it_joins(agent, member, pair):
    one, other = pair
    answer_case(by=agent, case=other, text="Done.", key=uuid.uuid4())
    merge_cases(by=agent, case=one, into=other)
    other.refresh_from_db()
    assert (other.status, other.answer_due_at is not None) == ("open", True)
