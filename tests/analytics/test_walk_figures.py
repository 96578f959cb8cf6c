"""Every number on every page of figures, at every filter, opens to exactly as many rows as it says."""

import re
from html import unescape

import pytest
from django.utils import timezone
from taggit.models import Tag

from accounts.models import ProfileQuestion, Role
from analytics.actions import rebuild, save_report
from analytics.models import Goal, Note, Report, ToldAnswer, Touch
from analytics.periods import last_months
from forums.models import Board, Topic
from spaces.models import Space
from support.models import Case, Product
from tests.analytics.conftest import (
    BACKEND,
    accept,
    agree,
    answer,
    ask,
    body,
    cost,
    enquire,
    hours_ago,
    touch,
)
from tests.cast import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.timeout(900)]
PAGES = [
    "/insights/",
    "/insights/deflection/",
    "/insights/to-mend/",
    "/insights/answering/",
    "/insights/leads/",
    "/insights/saving/",
]
COUNT = re.compile(r'<a [^>]*href="(/insights/[^"#]+)"[^>]*>\s*([\d,]+)(?:\s*<span class="unseen">.*?</span>)?\s*</a>', re.S)  # fmt: skip
CARD = re.compile(
    r'id="(?:confirmed_deflections|contacts|leads_sourced|leads)"(?:(?!</(?:section|figure)>).)*?figure-number">([\d,]+)<(?:(?!</(?:section|figure)>).)*?<a href="([^"]+)"', re.S
)  # fmt: skip
ROWS = re.compile(r'data-rows="(\d+)"')


@pytest.fixture
def lived(board, helper, executive, evangelist):
    """Two places, a product by tag and one by space, a segment, leads with goals; numbers from one to a dozen."""
    cost(executive)
    elsewhere = Space.objects.create(slug="grinders", name="Grinders")
    burrs = Board.objects.create(space=elsewhere, slug="burrs", name="Burrs", kinds=["question"])
    Product.objects.create(name="Burrs", slug="burrs", space=elsewhere)
    beans, tag = Product.objects.create(name="Beans", slug="beans"), Tag.objects.create(name="a", slug="a")  # fmt: skip
    beans.tags.add(tag)
    said = ProfileQuestion.objects.create(
        text="Who?", position=1, choices=["barista", "buyer"], purpose="sales"
    )
    Note.objects.create(day=timezone.now().date(), words="Price change")
    known = ask(helper, board, at=hours_ago(900), title="The one that all read", kind="question")
    accept(known, answer(known, helper), at=hours_ago(890))
    for index in range(12):
        place = burrs if index % 3 == 0 else board
        asker = make_member(f"asker{index}")
        analytics, _sales = agree(asker)
        ToldAnswer.objects.create(
            question=said, member=asker, consent=analytics,
            value="barista" if index % 2 else "buyer", told_at=hours_ago(900),
        )  # fmt: skip
        touch(analytics, via="search", source="www.google.com", at=hours_ago(500), topic=known)
        topic = ask(asker, place, at=hours_ago(110 + index * 40), title=f"Question {index}")
        if index % 4 == 0:
            topic.tags.add(tag)
        if index % 5:
            accept(topic, answer(topic, helper, at=hours_ago(105 + index * 40)))
        if index % 2:
            Goal.objects.create(member=asker, name="Bought", value=90, currency="EUR", reference=f"o{index}", at=hours_ago(60))  # fmt: skip
        for outcome in ("solved", "sent", "left"):
            enquire(outcome=outcome, offered=[known], opened=[known], at=hours_ago(200 + index))
        searched = touch(analytics, "search", at=hours_ago(40 + index))
        Touch.objects.filter(pk=searched.pk).update(missed="descaling acid")
    Case.objects.filter(pk__in=Case.objects.values("pk")[:7]).update(topic=known, product=beans)
    rebuild()


def addresses() -> list[str]:
    space, board = Space.objects.get(slug="grinders"), Board.objects.get(slug="burrs")
    other = Topic.objects.exclude(space=space).first()
    beans, burrs = Product.objects.get(slug="beans"), Product.objects.get(slug="burrs")
    segment = f"segment={ProfileQuestion.objects.get().pk}:barista"
    month = last_months(2)[0].first
    return [
        "", "days=180&compare=year", f"month={month:%Y-%m}",
        *(
            f"days=30&{more}"
            for more in (
                f"space={space.pk}", f"space={other.space_id}", f"board={board.pk}", f"product={beans.pk}",
                f"product={burrs.pk}", segment, f"space={other.space_id}&{segment}",
                f"space={other.space_id}&product={beans.pk}",
            )
        ),
    ]  # fmt: skip


def walk(client, pages) -> int:
    """How many numbers were opened, on each page at each filter; each to as many rows as it said."""
    return walk_all(client, [f"{page}?{query}" for query in addresses() for page in pages])


def walk_all(client, places) -> int:
    opened: dict[str, int] = {}
    wrong = []
    for place in places:
        found = body(client.get(place))
        links = COUNT.findall(found) + [(href, number) for number, href in CARD.findall(found)]
        for href, number in links:
            address, said = unescape(href), int(number.replace(",", ""))
            if address not in opened:
                rows = ROWS.search(body(client.get(address)))
                opened[address] = int(rows[1]) if rows else 0
            if opened[address] != said:
                wrong.append(f"{place}: {said}, but {opened[address]} at {address}")
    assert not wrong, "\n".join(wrong)
    return len(opened)


def test_every_number_opens_to_its_rows_for_an_executive(client, lived, executive):
    client.force_login(executive, backend=BACKEND)
    assert walk(client, PAGES) > 60


def test_every_number_opens_to_its_rows_for_an_evangelist(client, lived, evangelist):
    client.force_login(evangelist, backend=BACKEND)
    assert walk(client, PAGES[:4]) > 10


def test_every_number_opens_to_its_rows_for_a_manager(client, lived, manager):
    client.force_login(manager, backend=BACKEND)
    assert walk(client, PAGES[3:4]) > 6


COUNTS = ["confirmed_deflections", "contacts", "leads_sourced", "leads"]


def reports(by) -> list[str]:
    """A report of every count, drawn each way, of everything and narrowed each way."""
    space, segment = (
        Space.objects.get(slug="grinders"),
        (ProfileQuestion.objects.get().pk, "barista"),
    )
    narrowed = [{}, {"space": space}, {"board": Board.objects.get(slug="burrs")}, {"product": Product.objects.get(slug="beans")}]  # fmt: skip
    if by.has_role(Role.EXECUTIVE):
        narrowed.append({"segment": segment})
    made = [
        save_report(by=by, name="Walked", figures=COUNTS, split=split, span="days_90", **more)
        for split in Report.Split.values
        for more in narrowed
    ]
    return [f"/insights/reports/{report.pk}/" for report in made]


def test_every_count_in_every_report_opens_to_its_rows(client, lived, executive):
    client.force_login(executive, backend=BACKEND)
    assert walk_all(client, reports(executive)) > 25


def test_an_evangelists_reports_open_to_their_rows(client, lived, evangelist):
    client.force_login(evangelist, backend=BACKEND)
    assert walk_all(client, reports(evangelist)) > 3
