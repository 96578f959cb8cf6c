"""The pages of support ask the database the same number of questions, however much there is."""

import uuid

from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.actions import (
    add_files,
    answer_case,
    assign_case,
    link_case,
    set_priority,
    take_case,
    write_on_case,
)
from support.models import Case, Enquiry, OfferedAnswer
from tests.cast import make_member
from tests.support.conftest import ANSWERS, solved_topic, typed
from tests.world.walking import picture
from uploads.actions import store_upload


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)


def test_lists_of_cases(client, agent):
    def fill(numbers) -> None:
        for number in numbers:
            customer = make_member(f"customer{number}")
            case = Case.objects.create(member=customer, subject=f"Leak {number}", body="Drip.")
            take_case(by=make_member(f"agent{number}", role="agent"), case=case)

    client.force_login(agent)
    fill(range(3))
    few = queries(client, "/support/cases/")
    fill(range(3, 6))

    assert queries(client, "/support/cases/") == few
    assert few <= 11
    day = queries(client, "/support/day/")
    fill(range(6, 9))
    assert queries(client, "/support/day/") == day <= 11


def test_the_desk(client, agent, member, board, evangelist):
    enquiry = Enquiry.objects.create(member=member, subject="Leak")
    case = Case.objects.create(member=member, subject="Leak", body="Drip.", enquiry=enquiry)

    def fill(numbers) -> None:
        for number in numbers:
            topic = solved_topic(member, evangelist, board, f"Leak {number}")
            OfferedAnswer.objects.create(enquiry=enquiry, topic=topic, position=number)
            Case.objects.create(member=member, subject=f"Earlier {number}", body="Drip.")
            written = write_on_case(case=case, by=member, text="Still.", key=uuid.uuid4())
            message = written.message
            answer_case(by=agent, case=case, text="Hm.", key=uuid.uuid4())
            link_case(by=agent, case=case, topic=topic)
            set_priority(by=agent, case=case, priority=("low", "high")[number % 2])
            assign_case(by=agent, case=case, to=make_member(f"agent{number}", role="agent"))
            cup = picture()
            upload = store_upload(file=cup, name=cup.name, owner=member, browser_id=None)
            add_files(case=case, message=message, uploads=[upload])

    client.force_login(agent)
    fill(range(2))
    few = queries(client, case.get_absolute_url())
    fill(range(2, 4))

    assert queries(client, case.get_absolute_url()) == few
    assert few <= 26


def test_the_answers(client, member, board, evangelist, found):
    form = typed()
    address = f"/support/enquiries/{form['key']}/"
    found[:] = [solved_topic(member, evangelist, board, f"Leak {number}").pk for number in range(2)]
    client.post(ANSWERS, form)
    few = queries(client, address)
    found.extend(
        solved_topic(member, evangelist, board, f"Drip {number}").pk for number in range(2)
    )
    client.post(ANSWERS, form)

    assert queries(client, address) == few
    assert few <= 8
