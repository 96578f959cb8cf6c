"""The executive reads figures; each count opens to exactly the rows it counted, ending in conversations."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import withdraw_consent
from analytics.actions import freeze_months, rebuild, restate_months
from analytics.lens import Lens
from analytics.metrics import ALL, confirmed, questions, saved
from analytics.models import FrozenFigure, Grade, Lead, SupportIntent
from analytics.periods import last_days, last_months
from support.models import Enquiry
from tests.analytics.conftest import (
    BACKEND,
    accept,
    agree,
    answer,
    ask,
    body,
    cost,
    deliver_all,
    enquire,
    hours_ago,
    live,
    touch,
)
from tests.cast import make_member

pytestmark = pytest.mark.django_db
PAGES = [
    "/insights/",
    "/insights/answering/",
    "/insights/answering/handled/",
    "/insights/to-mend/",
    "/insights/time-line/",
    "/insights/leads/goals/",
    "/insights/saving/",
    "/insights/deflection/",
    "/insights/deflection/rows/",
    "/insights/contacts/rows/",
    "/insights/questions/rows/",
    "/insights/leads/",
    "/insights/leads/rows/",
    "/insights/leads/steps/",
    "/insights/leads/stalls/",
    "/insights/assumptions/",
    "/insights/assumptions/cost_per_contact/",
]
DOWNLOADS = [
    "/insights/figures.csv",
    "/insights/to-mend.csv",
    "/insights/answering/handled.csv",
    "/insights/leads/goals.csv",
    "/insights/deflection/rows.csv",
    "/insights/contacts/rows.csv",
    "/insights/questions/rows.csv",
    "/insights/leads/rows.csv",
    "/insights/leads/steps.csv",
    "/insights/leads/stalls.csv",
    "/insights/leads/tables/stages.csv",
    "/insights/leads/tables/ways.csv",
    "/insights/leads/tables/sources.csv",
    "/insights/leads/tables/first.csv",
    "/insights/leads/tables/steps.csv",
]


def test_overview_shows_numbers_that_open_to_their_rows(reader, board, helper):
    live(board, helper, times=3)
    page = body(reader.get("/insights/?days=30"))
    for name in ("confirmed_deflections", "contacts"):
        card = page.split(f'id="{name}"')[1].split("</section>")[0]
        number = int(re.search(r'figure-number">([\d,]+)<', card)[1])
        link = re.search(r'<p><a href="([^"]+)"', card)[1].replace("&amp;", "&")
        rows = body(reader.get(link))
        assert (
            rows.count('<li class="row">')
            == number
            == int(re.search(r'data-rows="(\d+)"', rows)[1])
            > 0
        )


def test_deflection_table_and_chart_open_to_their_rows(reader, board, helper):
    live(board, helper, times=5)
    page = body(reader.get("/insights/deflection/?days=30"))
    links = re.findall(r'<a href="(/insights/(?:deflection|contacts)/rows/[^"]+)">(\d+)</a>', page)
    assert len(links) > 4
    for link, number in links:
        rows = body(reader.get(link.replace("&amp;", "&")))
        assert rows.count('<li class="row">') == int(number), link


def test_rows_lead_to_the_very_conversations(reader, member, helper, board):
    topic = ask(member, board, at=hours_ago(20), title="Steam wand hisses")
    accept(topic, answer(topic, helper), at=hours_ago(10))
    enquire(
        outcome="solved", offered=[topic], opened=[topic], at=hours_ago(5), subject="Hissing noise"
    )
    rebuild()
    rows = body(reader.get("/insights/deflection/rows/"))
    assert rows.count(f'href="{topic.get_absolute_url()}"') == 2
    assert "Hissing noise" in rows and "Provisional until" in rows
    wish = SupportIntent.objects.get(key__startswith="enquiry")
    story = body(reader.get(f"/insights/deflection/{wish.pk}/"))
    assert "Hissing noise" in story and topic.get_absolute_url() in story


def test_conversation_in_a_private_space_is_counted_but_not_shown(
    reader, insider, helper, private_board
):
    topic = ask(insider, private_board, at=hours_ago(20), title="Secret prototype")
    accept(topic, answer(topic, helper))
    enquire(outcome="sent", offered=[topic], opened=[topic], at=hours_ago(5))
    rebuild()
    for address in [*PAGES, *DOWNLOADS]:
        page = body(reader.get(address))
        assert "Secret prototype" not in page and topic.get_absolute_url() not in page
    assert body(reader.get("/insights/deflection/rows/")).count('<li class="row">') == 1


def test_contact_page_shows_what_was_read_and_not_who_wrote(reader, member, helper, board):
    topic = ask(helper, board, at=hours_ago(400), title="Known problem")
    case = enquire(
        member=member, outcome="sent", offered=[topic], opened=[topic], subject="Still drips"
    ).case
    page = body(reader.get(f"/insights/contacts/{case.number}/"))
    assert "Still drips" in page and "Known problem" in page
    assert case.email not in page and member.name not in page


def test_no_saving_without_a_cost(brand, reader):
    assert saved.saving(Lens(last_days(30))) is None
    assert "Set the cost per contact" in body(reader.get("/insights/"))


def test_few_questions_give_no_estimate(reader, board, member):
    ask(member, board)
    assert questions.first_response(Lens(last_days(30))).value is None
    assert questions.solution_rate(Lens(last_days(30))).value is None
    assert "Not enough evidence yet" in body(reader.get("/insights/"))


def test_lead_is_listed_with_first_touch_and_stage_and_gone_on_withdrawal(reader, board):
    buyer = make_member("buyer")
    consent = agree(buyer, at=hours_ago(50))[0]
    touch(consent, via="campaign", source="open-day", at=hours_ago(49))
    ask(buyer, board, at=hours_ago(48))
    rebuild()
    page = body(reader.get("/insights/leads/rows/"))
    assert "Buyer" in page and "Interest" in page and "open-day" in page
    lead = Lead.objects.get()
    assert "First touch" in body(reader.get(f"/insights/leads/{lead.pk}/"))
    withdraw_consent(member=buyer, browser_id=None, purposes=["sales"])
    assert "Buyer" not in body(reader.get("/insights/leads/rows/")), (
        "at once, before any worker ran"
    )
    assert reader.get(f"/insights/leads/{lead.pk}/").status_code == 404
    assert "Buyer" not in body(reader.get("/insights/leads/rows.csv")).title()
    deliver_all()
    assert not Lead.objects.exists()


def test_member_sees_what_we_know_and_takes_it_back(client, brand, board, member):
    touch(agree(member)[0], via="search", source="www.google.com")
    rebuild()
    client.force_login(member, backend=BACKEND)
    assert "1 page you opened is noted" in body(client.get("/me/privacy/"))
    for purpose in ("analytics", "sales"):
        client.post("/me/privacy/withdrawals/", {"purpose": purpose})
    deliver_all()
    assert "What we know about you" not in body(client.get("/me/privacy/"))
    assert not Lead.objects.exists()


def test_csv_carries_definitions_and_no_formula(reader, board, helper):
    topic = ask(
        make_member("sly"), board, at=hours_ago(9), title='=HYPERLINK("http://evil.example")'
    )
    accept(topic, answer(topic, helper))
    rebuild()
    lines = list(
        csv.reader(io.StringIO(body(reader.get("/insights/deflection/rows.csv")).lstrip("\ufeff")))
    )
    notes = [line[0] for line in lines if line[0].startswith("#")]
    assert any("accepted an answer" in note for note in notes)
    head, *rows = [line for line in lines if not line[0].startswith("#")]
    assert len(rows) == 1 and rows[0][head.index("about")].startswith("'=HYPERLINK")


def test_figures_csv_has_every_figure_with_its_definition(reader, board, helper):
    live(board, helper)
    text = body(reader.get("/insights/figures.csv"))
    for metric in ALL:
        assert f"\n{metric.name}," in text.replace("\r", "") and str(
            metric.definition.counts
        ) in text.replace('""', '"')


def test_assumption_is_set_by_hand_and_the_former_one_stays(reader):
    form = {
        "low": "5",
        "value": "8",
        "high": "12",
        "currency": "EUR",
        "channel": "form",
        "owner": "Ada",
        "source": "",
    }
    assert reader.post("/insights/assumptions/cost_per_contact/", form).status_code == 302
    assert (
        reader.post("/insights/assumptions/cost_per_contact/", form | {"value": "9"}).status_code
        == 302
    )
    page = body(reader.get("/insights/assumptions/"))
    assert "9.00 EUR" in page and "8 EUR" in page
    bad = reader.post("/insights/assumptions/cost_per_contact/", form | {"low": "20"})
    assert bad.status_code == 422 and "between the least and the most" in body(bad)
    assert reader.get("/insights/assumptions/nonsense/").status_code == 404


def test_closed_month_keeps_what_was_reported(reader, board, helper):
    month = last_months(2)[1]
    for _ in range(3):
        enquire(outcome="solved", at=month.start + timedelta(days=3))
    rebuild()
    assert freeze_months() > 0 and freeze_months() == 0
    Enquiry.objects.first().delete()
    rebuild()
    reported = FrozenFigure.objects.get(metric="confirmed_deflections", month=month.first)
    assert reported.value == 3 and confirmed.figure(Lens(month)).value == 2
    restate_months()
    page = body(reader.get("/insights/months/?metric=confirmed_deflections"))
    print(page[page.index("<main") :])
    assert 'class="number">3<' in page and 'class="number">2<' in page


def test_rows_beyond_a_page_follow(reader, brand):
    for index in range(55):
        enquire(outcome="solved", at=hours_ago(index + 1))
    rebuild()
    first = body(reader.get("/insights/deflection/rows/"))
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = body(reader.get("/insights/deflection/rows/" + older))
    assert first.count('<li class="row">') + second.count('<li class="row">') == 55


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_the_database_the_same_number_of_times(reader, board, helper, executive, address):
    cost(executive)

    def queries_after(times: int, start: int) -> int:
        live(board, helper, times=times, start=start)
        reader.get(address)
        with CaptureQueriesContext(connection) as counted:
            reader.get(address)
        return len(counted)

    assert queries_after(4, 0) == queries_after(4, 4)


def test_grades_of_all_intents_add_up(reader, board, helper):
    live(board, helper, times=3)
    page = body(reader.get("/insights/deflection/"))
    table = page.split("Everybody who wanted help")[1].split("</table>")[0]
    numbers = [int(number) for number in re.findall(r'class="number">(?:<a [^>]+>)?(\d+)', table)]
    assert len(numbers) == len(Grade) and sum(numbers) == SupportIntent.objects.count()
