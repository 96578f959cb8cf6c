"""What would go where if a space were parted: members by whom they answer, conversations by who wrote most in them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.health.tipping.parting import Cut, cut
from analytics.health.tipping.value import exchanges, open_boards, with_time
from analytics.models import Split, SplitPart, SplitTopic
from forums.models import Board, BoardClosing, Post, State, Topic
from forums.rules import COMPANY_KINDS

RECENT = timedelta(days=180)
"""Replies of the last half year say who answers whom."""
Stage = Split.Stage


def work_out(split_id: int) -> None:
    """Fill a split that was asked for; where there is no clean cut, it says so."""
    split = Split.objects.select_related("space").get(pk=split_id)
    if split.stage != Stage.ASKED:
        return
    with with_time():
        edges = replies(split.space_id)
    found = cut(edges)
    with with_time():
        homes = _homes(split.space_id, found) if found.is_clean else {}
    with transaction.atomic():
        split = Split.objects.select_for_update(of=("self",)).get(pk=split_id)
        if split.stage != Stage.ASKED:
            return
        split.parts.all().delete()
        if found.is_clean:
            _write(split, found, homes)
        split.evidence = {
            "members": sum(len(group) for group in found.groups),
            "replies": found.replies,
            "inside": sum(found.inside),
            "modularity": round(found.modularity, 3),
            "by_chance": round(found.by_chance, 3),
        }
        split.stage = Stage.PROPOSED if found.is_clean else Stage.NO_CUT
        split.made_at = timezone.now()
        split.save(update_fields=["evidence", "stage", "made_at"])


def replies(space_id: int) -> dict[tuple[int, int], int]:
    """How often two members wrote to one another lately."""
    now = timezone.now()
    found: Counter[tuple[int, int]] = Counter()
    for each in exchanges(space_id, now - RECENT, now):
        found[min(each.author, each.receiver), max(each.author, each.receiver)] += 1
    return dict(found)


def movable(space_id: int) -> QuerySet[Topic]:
    """Conversations that can go: not the company's own, nor one of an article or a proposal, nor what is archived."""
    return Topic.objects.filter(
        board__in=willing_boards(space_id),
        space=space_id,
        state=State.VISIBLE,
        archived_at=None,
        about="",
    ).exclude(kind__in=COMPANY_KINDS)


def willing_boards(space_id: int) -> list[int]:
    """Open boards, still in use, on which everybody writes as on the others.

    Rights go with the board: what stands where only some may write, or slowly, stays there.
    """
    found = open_boards(space_id).filter(archived_at=None, is_read_only=False)
    closing = BoardClosing.objects.running().values("board")
    boards = found.filter(Q(parent=None) | Q(parent__archived_at=None)).exclude(pk__in=closing)
    return [board.pk for board in boards if has_plain_rights(board)]


def has_plain_rights(board: Board) -> bool:
    return (board.topics_by, board.replies_by, board.slow_seconds) == ("everyone", "everyone", 0)


def _homes(space_id: int, found: Cut) -> dict[int, tuple[int, int]]:
    """Topic: the number of its part, and how many posts members of that part wrote in it."""
    part_of = {member: at for at, group in enumerate(found.groups, 1) for member in group}
    homes = {}
    for topic, counted in _posts_by_topic(space_id):
        by_part: Counter[int] = Counter()
        for author, posts in counted:
            if author in part_of:
                by_part[part_of[author]] += posts
        if by_part:
            part = min(by_part, key=lambda each: (-by_part[each], each))
            homes[topic] = (part, by_part[part])
    return homes


def _posts_by_topic(space_id: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    rows = (
        Post.objects.filter(topic__in=movable(space_id), state=State.VISIBLE)
        .values_list("topic", "author")
        .annotate(posts=Count("pk"))
        .order_by("topic")
    )
    for topic, group in groupby(rows.iterator(5000), key=itemgetter(0)):
        yield topic, [(author, posts) for _topic, author, posts in group]


def _write(split: Split, found: Cut, homes: dict[int, tuple[int, int]]) -> None:
    numbers = Counter(part for part, _posts in homes.values())
    names = _names(homes, len(found.groups))
    for at, group in enumerate(found.groups, 1):
        part = SplitPart.objects.create(
            split=split, number=at, name=names[at], members=len(group), replies=found.inside[at - 1],
            topics=numbers[at], leaves=at > 1 and numbers[at] > 0,
        )  # fmt: skip
        SplitTopic.objects.bulk_create(
            (
                SplitTopic(part=part, topic_id=topic, posts=posts)
                for topic, (number, posts) in sorted(homes.items())
                if number == at
            ),
            batch_size=2000,
        )


def _names(homes: dict[int, tuple[int, int]], parts: int) -> dict[int, str]:
    """What each part speaks of more than the others: its tag, or else a board most of which is its."""
    tags: dict[int, Counter[str]] = defaultdict(Counter)
    boards: dict[int, Counter[str]] = defaultdict(Counter)
    sizes: Counter[int] = Counter()
    ids = sorted(homes)
    for start in range(0, len(ids), 5000):
        rows = Topic.objects.filter(pk__in=ids[start : start + 5000])
        for pk, names, board in rows.values_list("pk", "tag_names", "board__name"):
            part = homes[pk][0]
            sizes[part] += 1
            tags[part].update(names)
            boards[part][board] += 1
    found: dict[int, str] = {}
    for part in range(1, parts + 1):
        taken = set(found.values())
        word = _most_its_own(part, tags, sizes, taken) or _most_its_own(part, boards, sizes, taken)
        found[part] = (word or _("Part %(number)d") % {"number": part})[:60]
    return found


def _most_its_own(
    part: int, words: dict[int, Counter[str]], sizes: Counter[int], taken: Iterable[str]
) -> str:
    """The word whose share here exceeds its share elsewhere by most, by a tenth at least."""
    elsewhere: Counter[str] = Counter()
    for other, counted in words.items():
        if other != part:
            elsewhere.update(counted)
    outside = sum(size for other, size in sizes.items() if other != part) or 1

    def lead(word: str) -> float:
        return words[part][word] / (sizes[part] or 1) - elsewhere[word] / outside

    free = [word for word in words[part] if word.capitalize() not in taken]
    best = max(free, key=lambda word: (lead(word), word), default="")
    return best.capitalize() if best and lead(best) > 0.1 else ""
