"""The statements that form and grade intents find what the plain rule finds, on any history."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.deflection.grading import grade
from analytics.models import IntentEvidence, SupportIntent
from analytics.windows import decided_by, grade_of, into_windows
from content.models import Article
from forums.models import Board, Solution, State, Topic
from support.models import Case, Enquiry, Product
from tests.analytics.conftest import answer, ask

pytestmark = pytest.mark.django_db

Kind = IntentEvidence.Kind
START = datetime(2026, 5, 1, tzinfo=UTC)
WINDOW = timedelta(hours=72)
KEYS = ["member:1", "member:2", "browser:x"]
SUBJECTS = ["topic:1", "topic:2", "enquiry:1", "survey:1"]


@pytest.fixture
def places(board, helper, brand):
    """Three conversations (one hidden), an article and two products: what evidence may be about."""
    other_board = Board.objects.create(space=board.space, slug="other", name="Other")
    topics = [ask(helper, each) for each in (board, other_board, board)]
    Topic.objects.filter(pk=topics[2].pk).update(state=State.HIDDEN)
    machine = Product.objects.create(name="Machine", slug="machine", space=board.space, position=2)
    grinder = Product.objects.create(name="Grinder", slug="grinder", position=1)
    named = Enquiry.objects.create(subject="It drips", product=grinder)
    case = Case.objects.create(
        email="a@mail.example", subject="It drips", body="…", product=machine
    )
    article = Article.objects.create(
        space=board.space, author=helper, title="Descaling", slug="descaling", source="…", html="…",
        state="published", published_at=START, is_help=True,
    )  # fmt: skip
    solution = Solution.objects.create(
        topic=topics[0], post=answer(topics[0], helper), marked_by=helper
    )
    return {
        "topic": [None, *topics], "article": [None, article], "enquiry": [None, named],
        "case": [None, case], "solution": solution,
    }  # fmt: skip


lines = st.lists(
    st.tuples(
        st.sampled_from(Kind.values),
        st.integers(0, 400),
        st.sampled_from(KEYS),
        st.sampled_from(SUBJECTS),
        st.integers(0, 3),
        st.integers(0, 1),
        st.integers(0, 1),
        st.integers(0, 1),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda line: (line[0], line[1], line[2], line[3]),
)


def laid(places, line) -> IntentEvidence:
    kind, hours, key, subject, topic, article, enquiry, case, is_staffs = line
    return IntentEvidence(
        key=key, subject=subject, kind=kind, at=START + timedelta(hours=hours), is_staffs=is_staffs and hours % 7 == 0,
        topic=places["topic"][topic], article=places["article"][article] if not topic else None,
        enquiry=places["enquiry"][enquiry], case=places["case"][case],
    )  # fmt: skip


def product_of(group, decided) -> int | None:
    """The one they named last, else the first of the space."""
    for row in sorted(group, key=order, reverse=True):
        named = (row.enquiry and row.enquiry.product_id) or (row.case and row.case.product_id)
        if named:
            return named
    place = decided and (decided.topic or decided.article)
    return (
        Product.objects.filter(space=place.space).values_list("pk", flat=True).first()
        if place
        else None
    )


def order(row):
    return (row.at, row.kind, row.subject)


def by_the_rule() -> set[tuple]:
    """What the plain rule makes of the evidence."""
    found = set()
    rows = list(
        IntentEvidence.objects.countable().select_related("topic", "article", "enquiry", "case")
    )
    for key in KEYS:
        for group in into_windows([row for row in rows if row.key == key], WINDOW):
            decided = decided_by(group, lambda row: bool(row.topic_id or row.article_id))
            place = decided and (decided.topic or decided.article)
            found.add(
                (
                    key, group[0].at, group[0].at + WINDOW, str(grade_of(group)),
                    decided and decided.topic_id, decided and decided.article_id, place and place.space_id,
                    decided and decided.topic and decided.topic.board_id, product_of(group, decided),
                    frozenset(row.pk for row in group),
                )
            )  # fmt: skip
    return found


def by_statements() -> set[tuple]:
    grade(WINDOW)
    return {
        (
            row.key, row.opened_at, row.closes_at, row.grade, row.topic_id, row.article_id, row.space_id,
            row.board_id, row.product_id, frozenset(row.evidence.values_list("pk", flat=True)),
        )
        for row in SupportIntent.objects.all()
    }  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=lines, second=lines)
def test_statements_find_what_the_rule_finds(places, first, second):
    """At once, and again after rows came late and others went."""
    IntentEvidence.objects.all().delete()
    SupportIntent.objects.all().delete()
    known = set()
    for lot in (first, second):
        for line in lot:
            row = laid(places, line)
            same = (row.subject, row.kind, row.topic_id, row.article_id)
            if same not in known:
                known.add(same)
                row.save()
        assert by_statements() == by_the_rule()
        gone = IntentEvidence.objects.order_by("pk").values("pk")[:3]
        IntentEvidence.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).delete()
    assert by_statements() == by_the_rule()


def test_what_stays_keeps_its_id(places):
    row = IntentEvidence.objects.create(key="member:1", subject="a", kind=Kind.SEARCHED, at=START)
    grade(WINDOW)
    known = SupportIntent.objects.get().pk
    IntentEvidence.objects.create(
        key="member:1", subject="b", kind=Kind.CASE_OPENED, at=row.at + timedelta(hours=1), case=places["case"][1]
    )  # fmt: skip
    grade(WINDOW, ["member:1"])
    intent = SupportIntent.objects.get()
    assert (intent.pk, intent.grade) == (known, "failed")


def test_others_are_left_alone(places):
    IntentEvidence.objects.create(key=KEYS[0], subject="a", kind=Kind.SEARCHED, at=START)
    IntentEvidence.objects.create(
        key=KEYS[1], subject="c", kind=Kind.CASE_OPENED, at=START, case=places["case"][1]
    )
    assert grade(WINDOW, [KEYS[0]]) == 1
    assert list(SupportIntent.objects.values_list("key", flat=True)) == [KEYS[0]]
    assert grade(WINDOW) == 2
