"""Leads by stage and source, what they saw first, the steps they took and where they stand still: each number opens to its people."""

import csv
import io
import re
from html import unescape

import pytest

from accounts.models import ProfileQuestion
from analytics.actions import rebuild
from analytics.leads import first, funnel
from analytics.leads.choice import Choice, read_choice
from analytics.lens import Lens, read_lens
from analytics.metrics import dwell, goals, leads, stalls, steps
from analytics.models import Goal, Lead, Stage, ToldAnswer
from analytics.periods import last_days
from tests.analytics.conftest import agree, answer, ask, body, hours_ago, touch
from tests.cast import make_member

pytestmark = pytest.mark.django_db
DAY = 24


def come(name: str, days: float, *, via="search", source="search.example", then=(), bought=None, read=None):  # fmt: skip
    """A lead first seen so many days ago; `then` are kinds of touches and how many days ago."""
    member = make_member(name)
    consent = agree(member)[0]
    touch(
        consent,
        "read_topic" if read else "visit",
        at=hours_ago(days * DAY),
        via=via,
        source=source,
        topic=read,
    )
    for kind, ago in then:
        touch(consent, kind, at=hours_ago(ago * DAY))
    if bought is not None:
        Goal.objects.create(
            member=member, name="Bought", value=40, currency="EUR", at=hours_ago(bought * DAY)
        )
    return member


@pytest.fixture
def seen(board, helper):
    """Four leads of the last 90 days: one aware, one interested and standing still, two who bought; and one of long ago."""
    guide = ask(helper, board, at=hours_ago(2000), title="Which grinder to buy", kind="question")
    answer(guide, helper, at=hours_ago(1999))
    come("fresh", 3)
    come("slow", 60, then=[("read_article", 50)])
    come(
        "quick", 40, read=guide, via="campaign", source="open-day", then=[("visit", 20)], bought=10
    )
    come("loyal", 70, read=guide, via="campaign", source="open-day", bought=60, then=[("visit", 8)])
    come("old", 200, bought=190)
    rebuild()
    return guide


def lens(days: int = 90, **more) -> Lens:
    return Lens(last_days(days), **more)


def test_stages_say_who_got_how_far_and_who_is_there(seen):
    lines = {line.stage: line for line in funnel.stages(lens())}
    assert [line.reached for line in lines.values()] == [4, 3, 2, 2, 1]
    assert {stage: line.now for stage, line in lines.items() if line.now} == {
        "awareness": 1, "interest": 1, "action": 1, "relationship": 1,
    }  # fmt: skip
    assert lines[Stage.INTEREST].share == 0.75 and lines[Stage.AWARENESS].share is None
    assert lines[Stage.INTEREST].still == 1 and lines[Stage.AWARENESS].still == 0
    assert lines[Stage.INTEREST].stay.value is None, "three stays are no evidence"


def test_sources_say_how_they_came_and_what_their_goals_are_worth(seen):
    ways = {line.name: line for line in funnel.ways(lens())}
    campaign = ways["by a campaign"]
    assert campaign.total == 2 and campaign.worth == {"EUR": 80}
    assert dict(campaign.numbers)[Stage.ACTION] == 1
    assert [(line.name, line.total) for line in funnel.sources(lens())] == [
        ("open-day (by a campaign)", 2), ("search.example (by a search engine)", 2),
    ]  # fmt: skip


def test_first_touches_and_touches_before_a_step_are_counted_apart(seen, executive):
    lines = {line.conversation.title: line for line in first.first_lines(lens(), executive)}
    guide = lines["Which grinder to buy"]
    assert (guide.sourced, guide.influenced, guide.worth) == (2, 2, {"EUR": 80})
    assert lines["Visited"].sourced == 2, "neither a conversation nor an article"
    for line in lines.values():
        assert line.first.rows(lens()).count() == line.sourced
        assert line.touched.rows(lens()).count() == line.influenced


def test_a_page_seen_after_the_last_step_influenced_nobody(board, helper, executive):
    late = ask(helper, board, at=hours_ago(2000), title="Read afterwards")
    member = come("early", 40, then=[("read_article", 39)])
    touch(member.consents.get(purpose="analytics"), "read_topic", at=hours_ago(DAY), topic=late)
    rebuild()
    assert all(
        line.conversation.title != "Read afterwards"
        for line in first.first_lines(lens(), executive)
    )
    assert not Choice(touched=f"topic:{late.pk}").rows(lens()).exists()


def test_steps_are_told_forward_and_back(seen):
    lines = {line.name: line for line in funnel.step_lines(lens(365))}
    assert lines["From Awareness to Interest"].number == 2
    assert steps.figure(lens(365)).value == sum(
        line.number for line in lines.values() if line.from_stage and not line.is_back
    )  # fmt: skip
    come("gone", 190, then=[("read_article", 180)])
    rebuild()
    back = next(line for line in funnel.step_lines(lens(365)) if line.is_back)
    assert (back.name, back.number) == ("From Interest to Awareness", 1)
    member = Lead.objects.get(member__handle="gone")
    assert member not in goals.influenced(lens()), "silence is nobody's influence"


def test_stalled_are_those_without_a_step_for_thirty_days_and_without_a_goal(seen):
    assert [lead.member.handle for lead in stalls.rows(lens())] == ["slow"]
    assert stalls.figure(lens()).value == 1


def test_falling_back_does_not_end_a_stall(brand):
    come("silent", 120, then=[("read_article", 110)])
    rebuild()
    lead = stalls.rows(lens(180)).get()
    assert lead.stage == "awareness" and lead.transitions.last().cause == "cooled"


def test_time_to_a_goal_counts_those_on_their_way_as_such(brand):
    for index in range(20):
        come(f"buyer{index}", 30, bought=20)
    for index in range(9):
        come(f"looker{index}", 30)
    rebuild()
    assert dwell.figure(lens()).value is None, "29 are too few"
    come("one-more", 30)
    rebuild()
    found = dwell.figure(lens())
    assert found.sample == 30 and found.details["over"] == 20
    assert found.value == pytest.approx(10 * 86400, rel=0.01)
    for index in range(11):
        come(f"late{index}", 30)
    rebuild()
    assert dwell.figure(lens()).value is None and dwell.figure(lens()).sample == 41, (
        "not half have bought"
    )


def numbers(page: str) -> list[tuple[str, int]]:
    found = re.findall(r'<a href="(/insights/leads/[^"]+)">(\d+)</a>', page)
    return [(unescape(href), int(number)) for href, number in found]


@pytest.mark.parametrize("query", ["", "days=30", "days=180"])
def test_every_number_of_the_page_opens_to_as_many_rows(reader, seen, query):
    page = body(reader.get(f"/insights/leads/?{query}"))
    links = numbers(page)
    assert len(links) >= 10
    for href, number in links:
        rows = body(reader.get(href))
        assert f'data-rows="{number}"' in rows and rows.count('<li class="row">') == number, href
        file = body(
            reader.get(
                href.replace("/rows/", "/rows.csv")
                .replace("/steps/", "/steps.csv")
                .replace("/stalls/", "/stalls.csv")
            )
        )
        lines = [
            row
            for row in csv.reader(io.StringIO(file.lstrip("\ufeff")))
            if not row[0].startswith("#")
        ]
        assert len(lines) == number + 1, href


def test_worth_opens_to_the_goals_it_adds_up(reader, seen):
    page = body(reader.get("/insights/leads/"))
    href = unescape(re.search(r'href="(/insights/leads/goals/\?of=leads[^"]+)">€80', page)[1])
    assert 'data-rows="2"' in body(reader.get(href))


def test_stalls_quote_what_was_written_last_or_else_read_last(reader, board, helper, seen):
    writer = come("writer", 70)
    topic = ask(writer, board, at=hours_ago(69 * DAY), title="Is it loud?")
    topic.posts.update(html="<p>My flat is small and the walls are thin.</p>")
    touch(
        agree(make_member("reader"))[0],
        "read_topic",
        at=hours_ago(50 * DAY),
        topic=seen,
        via="direct",
    )
    seen.posts.filter(number=1).update(html="<p>Burrs matter most.</p>")
    rebuild()
    page = body(reader.get("/insights/leads/stalls/"))
    assert "walls are thin" in page and "They wrote" in page
    assert "Burrs matter most." in page and "They read" in page
    lead = Lead.objects.get(member=writer)
    journey = body(reader.get(f"/insights/leads/{lead.pk}/"))
    assert "Stood still" in journey and "walls are thin" in journey


def test_what_the_reader_may_not_see_is_not_quoted(reader, insider, private_board):
    consent = agree(insider)[0]
    secret = ask(insider, private_board, at=hours_ago(60 * DAY), title="Secret prototype")
    secret.posts.update(html="<p>Nobody may know.</p>")
    touch(consent, "read_topic", at=hours_ago(50 * DAY), topic=secret, via="direct")
    rebuild()
    lead = Lead.objects.get()
    for address in ("/insights/leads/", "/insights/leads/stalls/", "/insights/leads/steps/", f"/insights/leads/{lead.pk}/",
                    "/insights/leads/stalls.csv", "/insights/leads/steps.csv", "/insights/leads/tables/first.csv"):  # fmt: skip
        page = body(reader.get(address))
        assert "Secret prototype" not in page and "Nobody may know" not in page, address


def test_words_from_before_they_agreed_are_not_quoted(reader, member, board):
    topic = ask(member, board, at=hours_ago(100 * DAY), title="Long before")
    agree(member, at=hours_ago(60 * DAY))
    rebuild()
    assert topic.title not in body(reader.get("/insights/leads/stalls/?days=180"))


def test_journey_says_what_the_score_is_made_of_and_what_each_step_rests_on(reader, seen):
    lead = Lead.objects.get(member__handle="quick")
    page = body(reader.get(f"/insights/leads/{lead.pk}/"))
    assert "The score comes most from:" in page and "Reached a goal once" in page
    assert "First touch" in page and "Which grinder to buy" in page and "Bought" in page


def test_answers_that_were_not_given_for_sales_do_not_tell_leads_apart(reader, seen):
    said = {}
    for purpose in ("analytics", "sales"):
        said[purpose] = ProfileQuestion.objects.create(
            text=purpose, position=1, choices=["yes"], purpose=purpose
        )
    for lead in Lead.objects.exclude(member=None):
        for purpose, question in said.items():
            consent = lead.member.consents.get(purpose=purpose)
            ToldAnswer.objects.create(
                question=question,
                member=lead.member,
                consent=consent,
                value="yes",
                told_at=hours_ago(9),
            )
    counted = {
        purpose: read_lens({"segment": f"{question.pk}:yes"}) for purpose, question in said.items()
    }
    assert leads.rows(counted["sales"]).count() == 4 and leads.is_told(counted["sales"])
    assert not leads.rows(counted["analytics"]).exists() and not leads.is_told(counted["analytics"])
    page = body(reader.get(f"/insights/leads/?{counted['analytics'].query}"))
    assert "were not given for sales to see" in page and not numbers(page)
    assert "was not given for sales to see" in body(
        reader.get(f"/insights/?{counted['analytics'].query}")
    )


@pytest.mark.parametrize(
    "query",
    [{"stage": "x"}, {"via": "'"}, {"first": "topic:x"}, {"first": "topic:99999999999"}, {"touched": "page:x"}, {"source": "\0"}, {"came": "1"}],
)  # fmt: skip
def test_nonsense_in_the_address_chooses_nothing(query):
    assert read_choice(query) == Choice()


def test_there_is_no_other_table(reader):
    assert reader.get("/insights/leads/tables/members.csv").status_code == 404
