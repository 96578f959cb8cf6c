import re
import threading

import pytest
from django.db import connection
from django.test import Client

from support.actions import open_case, save_enquiry
from support.models import Case, Enquiry
from tests.support.conftest import ANSWERS, TYPED, answer_path, facts_of, typed

WHO = {"name": "Vera Visitor", "email": "vera@mail.example"}


@pytest.fixture
def enquiry(client, found) -> Enquiry:
    client.post(ANSWERS, typed())
    return Enquiry.objects.get()


def send(client, enquiry: Enquiry, **more):
    return client.post(f"/support/enquiries/{enquiry.pk}/case/", TYPED | more, follow=True)


def test_visitor_sends_the_form_and_follows_the_case(client, enquiry, mailoutbox):
    page = send(client, enquiry, **WHO).content.decode()

    case = Case.objects.get()
    assert (case.name, case.email, case.member, case.channel) == (*WHO.values(), None, "form")
    assert (case.subject, case.body) == (TYPED["subject"], TYPED["text"])
    assert Enquiry.objects.get().outcome == "sent"
    assert f"Case {case.number}" in page
    assert facts_of("support.CaseOpened") == [{"case_id": case.pk}]
    (mail,) = mailoutbox
    assert mail.to == ["vera@mail.example"]
    assert str(case.number) in mail.subject
    link = re.search(r"http://localhost:8000(/support/follow/\S+)", mail.body)[1]
    followed = Client().get(link)
    assert TYPED["text"] in followed.content.decode()
    assert followed["Referrer-Policy"] == "no-referrer"


def test_mail_never_carries_what_was_typed(client, enquiry, mailoutbox):
    """Else our mail server would carry anybody's advertising to anybody."""
    send(client, enquiry, subject="Buy now", text="Cheap watches at example.com", **WHO)

    assert "Buy now" not in mailoutbox[0].subject + mailoutbox[0].body
    assert "watches" not in mailoutbox[0].body


def test_member_is_not_asked_who_they_are(client, member, found, mailoutbox):
    client.force_login(member)
    page = client.post(ANSWERS, typed(), follow=True).content.decode()
    assert "Your e-mail address" not in page

    send(client, Enquiry.objects.get())

    case = Case.objects.get()
    assert (case.member, case.email) == (member, "")
    assert mailoutbox[0].to == [member.email]
    assert f"http://localhost:8000/support/cases/{case.number}/" in mailoutbox[0].body


def test_pressed_twice_it_is_one_case(client, enquiry, mailoutbox):
    first = send(client, enquiry, **WHO).content.decode()
    second = send(client, enquiry, **WHO).content.decode()

    assert Case.objects.count() == 1
    assert len(mailoutbox) == 1
    assert first.count("Case 1") == second.count("Case 1")
    assert open_case(enquiry=enquiry, **WHO) == Case.objects.get()


def test_visitor_must_say_where_the_answer_goes(client, enquiry):
    for wrong in ({}, {"name": "Vera", "email": "nowhere"}):
        response = send(client, enquiry, **wrong)
        assert response.status_code == 422
        assert TYPED["text"] in response.content.decode()
    assert not Case.objects.exists()


def test_what_was_typed_last_is_what_is_sent(client, enquiry):
    send(client, enquiry, text="And now the fuse blows.", **WHO)

    assert Case.objects.get().body == "And now the fuse blows."


def test_solved_and_then_sent_was_not_solved(client, enquiry, solved):
    client.get(answer_path(enquiry, solved))
    client.post(f"/support/enquiries/{enquiry.pk}/solved/", {"answer": enquiry.offered.get().pk})
    still = client.get(f"/support/enquiries/{enquiry.pk}/?write").content.decode()
    assert "Send to support" in still

    send(client, enquiry, **WHO)

    enquiry.refresh_from_db()
    assert (enquiry.outcome, enquiry.solved_by_topic) == ("sent", None)


def test_sent_enquiry_cannot_be_solved(client, enquiry, solved):
    client.get(answer_path(enquiry, solved))
    send(client, enquiry, **WHO)

    response = client.post(
        f"/support/enquiries/{enquiry.pk}/solved/", {"answer": enquiry.offered.get().pk}
    )
    assert response.status_code == 403


def test_nobodys_address_is_flooded(found):
    """Whoever types it, from however many browsers and addresses."""
    statuses = []
    for number in range(6):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        form = typed()
        client.post(ANSWERS, form)
        answer = client.post(f"/support/enquiries/{form['key']}/case/", TYPED | WHO)
        statuses.append(answer.status_code)

    assert statuses == [302] * 4 + [429] * 2


def test_subject_with_line_breaks_becomes_one_line(client, enquiry):
    send(client, enquiry, subject="Leak\r\nBcc: everyone@mail.example", **WHO)

    assert Case.objects.get().subject == "Leak Bcc: everyone@mail.example"


def test_left_enquiry_goes_on_when_they_come_back(member):
    enquiry = save_enquiry(
        key=typed()["key"], viewer=member, browser_id=None, subject="Leak", text=""
    )
    Enquiry.objects.filter(pk=enquiry.pk).update(outcome="left", ended_at=enquiry.created_at)

    again = save_enquiry(
        key=enquiry.pk, viewer=member, browser_id=None, subject="Leak", text="More."
    )
    assert again.outcome == "open"
    assert again.ended_at is None


@pytest.mark.django_db(transaction=True)
def test_sent_from_two_tabs_at_once_it_is_one_case(member, mailoutbox):
    enquiry = save_enquiry(
        key=typed()["key"], viewer=member, browser_id=None, subject="Leak", text="It drips."
    )
    barrier, numbers = threading.Barrier(3), []

    def press() -> None:
        try:
            barrier.wait(5)
            numbers.append(open_case(enquiry=enquiry).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert numbers == [Case.objects.get().number] * 3
    assert len(facts_of("support.CaseOpened")) == 1
