"""The box on the company's own site: shown by allowed sites alone, without a cookie, to nobody in particular."""

import uuid

import pytest
from django.core import signing
from django.test import Client

from accounts.models import Browser
from forums.models import Draft
from support.actions import NotYours, allow_origin, carry_over
from support.boxes import SALT, Visit, carry_path, new_visit, visit_of
from support.models import Case, Enquiry
from tests.support.conftest import TYPED, facts_of

pytestmark = pytest.mark.django_db

BOX = "/embed/support/"
WORDS = {"text": "Since Sunday there is water under the machine."}
WHO = {"name": "Vera", "email": "vera@mail.example"}


@pytest.fixture
def visit() -> Visit:
    return new_visit()


@pytest.fixture
def strict() -> Client:
    """A browser that would be refused wherever a form's token is asked for."""
    return Client(enforce_csrf_checks=True)


def at(visit: Visit, rest: str = "") -> str:
    return f"{BOX}{visit.token}/{rest}"


def typed_in(client: Client, visit: Visit) -> Enquiry:
    client.post(at(visit, "answers/"), WORDS)
    return Enquiry.objects.get(pk=visit.enquiry_id)


def test_only_allowed_sites_show_it(client, administrator):
    assert "frame-ancestors 'none'" in client.get(BOX)["Content-Security-Policy"]

    allow_origin(by=administrator, origin="https://www.example.com")
    allow_origin(by=administrator, origin="https://shop.example.com")
    policy = client.get(BOX)["Content-Security-Policy"]
    assert "frame-ancestors https://shop.example.com https://www.example.com;" in policy
    assert "sandbox allow-forms allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in client.get(BOX)


def test_all_other_pages_are_framed_by_nobody(client, administrator, solved):
    allow_origin(by=administrator, origin="https://www.example.com")
    for address in ("/", "/support/", solved.get_absolute_url(), "/accounts/login/", "/ask/"):
        answer = client.get(address)
        assert answer["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], address


def test_script_stands_at_an_address_that_stays(client):
    answer = client.get("/embed/support.js")

    assert answer.status_code == 302
    assert "js/embed" in answer["Location"]


def test_it_sets_no_cookie_and_reads_none(strict, member, found, visit):
    strict.force_login(member)
    before = dict(strict.cookies)
    page = strict.get(BOX)
    assert member.name not in page.content.decode()
    enquiry = typed_in(strict, visit)

    assert dict(strict.cookies) == before
    assert (enquiry.member, enquiry.place) == (None, "box")
    assert "csrf" not in page.content.decode()
    assert "<svg" not in page.content.decode()  # their sheet is out of the sandbox's reach
    assert strict.get(f"/support/enquiries/{enquiry.pk}/").status_code == 404


def test_answers_open_in_their_place_and_solve(strict, found, solved, visit):
    enquiry = typed_in(strict, visit)
    piece = strict.post(at(visit, "answers/?piece=1"), WORDS)
    assert solved.title in piece.content.decode()
    assert "<html" not in piece.content.decode()
    assert piece["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in piece

    offered = enquiry.offered.get()
    opened = strict.get(at(visit, f"answers/{offered.pk}/?piece=1")).content.decode()
    assert "Change the gasket" in opened
    assert "<html" in strict.get(at(visit, f"answers/{offered.pk}/")).content.decode()

    page = strict.post(at(visit, "solved/"), {"answer": offered.pk}, follow=True)
    enquiry.refresh_from_db()
    assert (enquiry.outcome, enquiry.solved_by_topic) == ("solved", solved)
    assert "Good to hear" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"


def test_not_quite_and_then_sent(strict, found, visit, mailoutbox):
    enquiry = typed_in(strict, visit)
    offered = enquiry.offered.get()
    strict.get(at(visit, f"answers/{offered.pk}/"))
    strict.post(at(visit, f"answers/{offered.pk}/not-quite/"))
    assert strict.post(at(visit, "case/"), WORDS).status_code == 422
    page = strict.post(at(visit, "case/"), WORDS | WHO, follow=True).content.decode()

    case = Case.objects.get()
    assert (case.member, case.email, case.body) == (None, WHO["email"], WORDS["text"])
    assert case.enquiry.offered.get().rejected_at
    assert "We have your message" in page
    assert mailoutbox[0].to == [WHO["email"]]
    assert "/support/follow/" not in page  # the page around sees no more than its customer typed


def test_one_visit_reads_nothing_of_another(client, found, visit):
    enquiry = typed_in(client, visit)
    other = new_visit()
    crossed = Visit(visit.enquiry_id, other.browser_id)

    assert client.get(at(crossed)).status_code == 200  # an empty field
    assert "Since Sunday" not in client.get(at(crossed)).content.decode()
    assert client.post(at(crossed, "answers/"), WORDS).status_code == 404
    assert client.post(at(crossed, "case/"), WORDS | WHO).status_code == 404
    assert "Since Sunday" not in client.get(at(other)).content.decode()
    assert Enquiry.objects.get() == enquiry


def test_members_enquiry_is_out_of_its_reach(client, member, found):
    browser = Browser.objects.create()
    theirs = Enquiry.objects.create(member=member, browser=browser, subject="Leak", text="CANARY")
    visit = Visit(theirs.pk, browser.pk)

    assert "CANARY" not in client.get(at(visit)).content.decode()
    assert client.post(at(visit, "case/"), WORDS | WHO).status_code == 404


def test_forged_and_old_visits_begin_anew(client, visit, monkeypatch):
    forged = signing.dumps([visit.enquiry_id.hex, visit.browser_id.hex], salt="another")
    for token in (forged, visit.token[:-2] + "xx", "nothing"):
        answer = client.get(f"{BOX}{token}/")
        assert (answer.status_code, answer["Location"]) == (302, BOX)
        assert client.post(f"{BOX}{token}/case/", WORDS | WHO).status_code == 302
    assert visit_of(signing.dumps(["x"], salt=SALT)) is None

    token = visit.token
    assert visit_of(token) == visit
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)
    assert visit_of(token) is None
    assert not Enquiry.objects.exists()


def test_who_comes_back_is_drawn_once(client, found, settings):
    settings.SUPPORT_HOLDOUT_PERCENT = 100
    first = new_visit()
    typed_in(client, first)
    settings.SUPPORT_HOLDOUT_PERCENT = 0
    again = Visit(uuid.uuid4(), first.browser_id)

    assert typed_in(client, again).withheld


def test_withheld_in_the_box_it_shows_the_ways_on_alone(client, found, solved, visit, settings):
    settings.SUPPORT_HOLDOUT_PERCENT = 100
    page = client.post(at(visit, "answers/"), WORDS, follow=True).content.decode()

    assert solved.title not in page
    assert "Send to support" in page
    assert "Ask the community" in page
    assert facts_of("support.AnswersOffered") == []


def test_what_was_begun_goes_on_on_our_own_page(client, member, found, visit):
    enquiry = typed_in(client, visit)
    carried = carry_path(enquiry.pk)
    client.force_login(member)

    assert "Since Sunday" in client.get(carried).content.decode()
    enquiry.refresh_from_db()
    assert enquiry.member is None  # looking takes nothing along
    page = client.post(carried, follow=True)
    assert page.redirect_chain[-1][0] == enquiry.get_absolute_url()
    enquiry.refresh_from_db()
    assert (enquiry.member, Enquiry.objects.count()) == (member, 1)
    client.post(f"/support/enquiries/{enquiry.pk}/question/", TYPED)
    assert Draft.objects.get().member == member


def test_nobody_takes_what_is_somebodys(client, member, outsider, found, visit):
    enquiry = typed_in(client, visit)
    carry_over(enquiry=enquiry, viewer=member, browser_id=Browser.objects.create().pk)
    client.force_login(outsider)

    assert client.post(carry_path(enquiry.pk)).status_code == 404
    with pytest.raises(NotYours):
        carry_over(enquiry=enquiry, viewer=outsider, browser_id=Browser.objects.create().pk)
    assert client.get("/support/carry/forged/").status_code == 404
