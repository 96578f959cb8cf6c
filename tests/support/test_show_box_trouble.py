"""What goes wrong in the box is said in the box: our usual pages of errors may stand in no frame."""

import pytest
from django.test import Client

from accounts.entering.entrance import forget_entrance
from accounts.models import Entrance
from core.limits import TooMany
from support.actions import allow_origin
from support.boxes import Visit, new_visit
from support.following import follow_path
from support.models import Case, Enquiry
from tests.support.conftest import solved_topic
from tests.support.test_show_box import BOX, WHO, WORDS, at, typed_in

pytestmark = pytest.mark.django_db
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def visit() -> Visit:
    return new_visit()


@pytest.fixture
def private(db):
    Entrance.objects.update_or_create(pk=1, defaults={"is_private": True})
    forget_entrance()
    yield
    forget_entrance()


def may_be_framed(answer) -> bool:
    return (
        "X-Frame-Options" not in answer
        and "frame-ancestors https://www.example.com" in answer["Content-Security-Policy"]
    )


def test_a_private_community_says_so_and_tells_nothing(
    client, administrator, private, outsider, evangelist, board, visit
):
    allow_origin(by=administrator, origin="https://www.example.com")
    topic = solved_topic(outsider, evangelist, board)
    anonymous = Client()
    asked = [anonymous.get(BOX), anonymous.get(at(visit)), anonymous.post(at(visit, "answers/"), WORDS),
             anonymous.post(at(visit, "answers/?piece=1"), WORDS), anonymous.post(at(visit, "case/"), WORDS | WHO)]  # fmt: skip
    for answer in asked:
        page = answer.content.decode()
        assert answer.status_code == 403
        assert may_be_framed(answer)
        assert "Our community is for its members." in page
        assert topic.title not in page
        assert "Vera" not in page
    assert not Enquiry.objects.exists()
    assert not Case.objects.exists()


def test_a_customer_of_a_private_community_answers_by_the_link(client, private, agent):
    """Whoever wrote by mail has a link; it is the right to all that stands behind it."""
    from_mail = Case.objects.create(name="Vera", email="vera@mail.example", subject="Pump", body="Loud.")  # fmt: skip
    path = follow_path(from_mail)
    assert client.get(path).status_code == 200
    assert client.post(f"{path}solution/").status_code == 302
    from_mail.refresh_from_db()
    assert from_mail.status == "solved"


def test_an_answer_that_is_gone(client, administrator, found, solved, visit):
    allow_origin(by=administrator, origin="https://www.example.com")
    enquiry = typed_in(client, visit)
    number = enquiry.offered.get().pk
    enquiry.offered.all().delete()
    answer = client.get(at(visit, f"answers/{number}/"))
    assert answer.status_code == 404
    assert may_be_framed(answer)
    assert "This is not here any more" in answer.content.decode()
    assert at(visit) in answer.content.decode(), "and a way back"


def test_too_much_at_once(client, administrator, found, visit, monkeypatch):
    allow_origin(by=administrator, origin="https://www.example.com")

    def refuse(*args, **kwargs):
        raise TooMany(30)

    monkeypatch.setattr("support.views.contact.demand_pace", refuse)
    answer = client.post(at(visit, "answers/"), WORDS)
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert may_be_framed(answer)
    assert "One moment, please" in answer.content.decode()


def test_what_is_not_allowed_is_said(client, administrator, found, visit):
    allow_origin(by=administrator, origin="https://www.example.com")
    enquiry = typed_in(client, visit)
    answer = client.post(at(visit, "solved/"), {"answer": enquiry.offered.get().pk})
    assert answer.status_code == 403
    assert may_be_framed(answer)
    assert "Open the answer first." in answer.content.decode()


def test_what_is_typed_is_never_markup(client, found, visit):
    pages = [
        client.get(BOX, {"text": EVIL}),
        client.post(at(visit, "answers/"), {"text": EVIL}, follow=True),
        client.post(at(visit, "answers/?piece=1"), {"text": EVIL}),
        client.post(at(visit, "case/"), {"text": EVIL, "name": EVIL, "email": EVIL}),
    ]
    for answer in pages:
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "unsafe" not in answer["Content-Security-Policy"]
