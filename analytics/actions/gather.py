from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from analytics import evidence, locks
from analytics.assumptions import waiting_window
from analytics.models import IntentEvidence, SupportIntent
from analytics.persons import Persons
from analytics.windows import decided_by, grade_of, into_windows
from content.models import Article
from forums.models import Topic
from support.models import Case, Product

DERIVED = ["closes_at", "grade", "consent", "topic", "article", "space", "board", "product"]


@transaction.atomic
def gather(
    *,
    topics: Iterable[int] = (),
    enquiries: Iterable[Any] = (),
    cases: Iterable[int] = (),
    touches: Iterable[int] = (),
    surveys: Iterable[Any] = (),
) -> None:
    """Read the evidence of these rows again and put the intents they speak for in order.

    Safe to run at any time, twice, or at once; the outcome depends on the rows alone.
    """
    cases = list(cases)
    enquiries = {
        *(str(pk) for pk in enquiries),
        *(
            str(pk)
            for pk in Case.objects.filter(pk__in=cases, enquiry__isnull=False).values_list(
                "enquiry", flat=True
            )
        ),
    }
    topics, touches, surveys = list(topics), list(touches), list(surveys)
    subjects = [
        *(f"topic:{pk}" for pk in topics),
        *(f"enquiry:{pk}" for pk in enquiries),
        *(f"case:{pk}" for pk in cases),
        *(f"touch:{pk}" for pk in touches),
        *(f"survey:{pk}" for pk in surveys),
    ]
    locks.share_all()
    locks.own(name for name in subjects if not name.startswith("touch:"))
    held = IntentEvidence.objects.filter(subject__in=subjects)
    keys = set(held.values_list("key", flat=True))
    found = _read(topics, enquiries, cases, touches, surveys)
    keys |= {row.key for row in found}
    locks.own(keys)
    held.delete()
    IntentEvidence.objects.bulk_create(found)
    arrange(keys=keys)


def _read(
    topics: list[int],
    enquiries: set[str],
    cases: list[int],
    touches: list[int],
    surveys: list[Any],
) -> list[IntentEvidence]:
    asked = evidence.asked_topics().filter(pk__in=topics)
    written = evidence.written_enquiries().filter(pk__in=enquiries)
    lone = evidence.lone_cases().filter(pk__in=cases)
    telling = evidence.telling_touches().filter(pk__in=touches)
    given = evidence.given_answers().filter(pk__in=surveys)
    members: set[int] = set(asked.values_list("author", flat=True)) if topics else set()
    members |= {pk for pk in lone.values_list("member", flat=True) if pk} if cases else set()
    browsers: set[Any] = set()
    pairs = [
        *(written.values_list("member", "browser") if enquiries else ()),
        *(telling.values_list("member", "browser") if touches else ()),
        *(given.values_list("member", "browser") if surveys else ()),
    ]
    for member_id, browser_id in pairs:
        members |= {member_id} - {None}
        browsers |= {browser_id} - {None}
    persons = Persons.load(members, browsers)
    return [
        *(evidence.of_topics(asked, persons) if topics else ()),
        *(evidence.of_enquiries(written, persons) if enquiries else ()),
        *(evidence.of_cases(lone, persons) if cases else ()),
        *(evidence.of_touches(telling, persons) if touches else ()),
        *(evidence.of_surveys(given, persons) if surveys else ()),
    ]


def arrange(*, keys: Iterable[str]) -> None:
    """Make the intents of these keys what their evidence says; ids of those that stay are kept."""
    keys = list(keys)
    window = waiting_window()
    clues: dict[str, list[IntentEvidence]] = defaultdict(list)
    for row in IntentEvidence.objects.filter(key__in=keys).countable():
        clues[row.key].append(row)
    held = {(row.key, row.opened_at): row for row in SupportIntent.objects.filter(key__in=keys)}
    new: list[SupportIntent] = []
    kept: list[SupportIntent] = []
    belongs: list[tuple[IntentEvidence, SupportIntent]] = []
    for key, rows in clues.items():
        for group in into_windows(rows, window):
            known = held.pop((key, group[0].at), None)
            intent = known or SupportIntent(key=key, opened_at=group[0].at)
            _describe(intent, group, window)
            decided = decided_by(group, lambda row: bool(row.topic_id or row.article_id))
            intent.topic_id = decided.topic_id if decided else None
            intent.article_id = decided.article_id if decided else None
            (kept if known else new).append(intent)
            belongs += [(row, intent) for row in group]
    file_under_places([*new, *kept])
    IntentEvidence.objects.filter(key__in=keys).update(intent=None)
    SupportIntent.objects.filter(pk__in=[row.pk for row in held.values()]).delete()
    SupportIntent.objects.bulk_create(new, batch_size=500)
    SupportIntent.objects.bulk_update(kept, DERIVED, batch_size=500)
    _file(belongs)


def file_under_places(intents: list[SupportIntent]) -> None:
    """Say of each intent where its conversation or article stands and which product it is about, in four queries."""
    ids = {intent.topic_id for intent in intents if intent.topic_id}
    topics = Topic.objects.in_bulk(ids)
    articles = Article.objects.in_bulk({row.article_id for row in intents if row.article_id})
    by_space = dict(
        Product.objects.exclude(space=None).order_by("-position").values_list("space", "pk")
    )
    tagged = Topic.objects.filter(pk__in=ids, tags__products__isnull=False)
    by_tag = dict(tagged.order_by("-tags__products__position").values_list("pk", "tags__products"))
    for intent in intents:
        topic = topics.get(intent.topic_id or 0)
        found = topic or articles.get(intent.article_id or 0)
        intent.space_id = found.space_id if found else None
        intent.board_id = topic.board_id if topic else None
        intent.product_id = (topic and by_tag.get(topic.pk)) or by_space.get(intent.space_id)


def _file(belongs: list[tuple[IntentEvidence, SupportIntent]]) -> None:
    """Say of each piece of evidence which intent it speaks for: one statement, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE analytics_intentevidence AS evidence SET intent_id = filed.intent "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS filed (id, intent) WHERE evidence.id = filed.id",
            [[row.pk for row, _ in belongs], [intent.pk for _, intent in belongs]],
        )


def _describe(intent: SupportIntent, group: list[IntentEvidence], window: timedelta) -> None:
    first = group[0]
    intent.closes_at = first.at + window
    intent.grade = grade_of(group)
    intent.consent_id = first.consent_id
