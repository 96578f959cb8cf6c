"""Which addresses `bench.million` asks both houses for: the same questions, of the places each has."""

import random
from datetime import timedelta
from urllib.parse import quote, quote_plus

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from taggit.models import Tag

from accounts.models import Member
from community.crowd.words import PARTS, THINGS
from core.pages import BEHIND, token
from forums.lists.kinds import BY_ACTIVITY
from forums.models import Board, Topic
from forums.world.sitemaps import parts
from spaces.models import Space

SOME = 40
MEMBERS = 8
FULL = 45  # topics of a board whose pages are full ones
NOBODY = AnonymousUser()


def readers() -> list[Member]:
    """Members who write now and then; the first is the busiest of all."""
    everybody = Member.objects.exclude(email="").order_by("pk")
    count = everybody.count()
    return [everybody[at] for at in (0, *(count // 20 + n for n in range(1, MEMBERS)))]


def addresses(readers: list[Member]) -> dict[str, list[str]]:
    """Kind of page -> addresses to ask for in turn; the same questions to both houses."""
    chance = random.Random(3)  # noqa: S311
    boards = list(Board.objects.visible_to(NOBODY).filter(topic_count__gte=FULL).order_by("pk"))
    spaces = list(Space.objects.visible_to(NOBODY).order_by("pk"))
    shown = Topic.objects.visible_to(NOBODY)
    long = Topic.objects.visible_to(NOBODY).order_by("-last_number")[0]
    tens = shown.filter(last_number__gte=18, last_number__lte=22, reply_count__gte=17)
    topics = list(tens.order_by("pk"))
    topics = chance.sample(topics, min(SOME, len(topics)))
    tags = [
        tag.name
        for tag in Tag.objects.annotate(n=Count("taggit_taggeditem_items")).order_by("-n", "name")[
            :60:3
        ]
    ]
    words = _words()
    found = {
        "home": ["/"],
        "latest": ["/latest/"],
        "new": ["/new/"],
        "unread": ["/unread/"],
        "unanswered": ["/unanswered/"],
        "top of the week": ["/top/week/"],
        "top of the year": ["/top/year/"],
        "mine": ["/mine/"],
        "following": ["/following/"],
        "questions": ["/latest/?kind=question"],
        "solved": ["/latest/?state=solved"],
        "open questions": ["/latest/?kind=question&state=open"],
        "board": [board.get_absolute_url() for board in boards],
        "board, deep": [_deep(board) for board in boards],
        "space": [space.get_absolute_url() for space in spaces],
        "tag": [f"/tags/{quote(tag)}/" for tag in tags],
        "rare tag on a board": [f"{boards[n % 3].get_absolute_url()}?tag={quote(tag)}" for n, tag in enumerate(tags[-6:])],
        "topic of 20 posts": [topic.get_absolute_url() for topic in topics],
        "longest topic": [long.get_absolute_url()],
        "longest topic, middle": [f"{long.get_absolute_url()}?after={long.last_number // 40 * 20}"],
        "longest topic, end": [f"{long.get_absolute_url()}?after={(long.last_number - 1) // 20 * 20}"],
        "first unread": [f"/topics/{topic.pk}/unread/" for topic in topics],
        "related": [f"/topics/{topic.pk}/related/" for topic in topics],
        "tags": ["/tags/"],
        "ideas": ["/ideas/"],
        "member": [f"/m/{each.handle}/" for each in readers],
        "member's topics": [f"/m/{each.handle}/conversations/" for each in readers],
        "member's replies": [f"/m/{each.handle}/replies/" for each in readers],
        "member's solutions": [f"/m/{each.handle}/solutions/" for each in readers],
        "inbox": ["/inbox/"],
        "subscriptions": ["/subscriptions/"],
        "bookmarks": ["/bookmarks/"],
        "feed": ["/feeds/topics.atom", "/feeds/topics.json?list=top"],
        "feed of a topic": [f"/feeds/topics/{long.pk}.atom"],
        "sitemap part": [f"/sitemaps/{name}.xml" for name in list(parts())[1:2]],
        "suggestions": [f"/search/suggestions/?q={word[:n]}" for word in words for n in (2, 3, 4, 6)],
        "complete people": [f"/complete/people/?q={each}" for each in ("a", "ad", "ada", "quin-r", "moreau", "zoe-zeman")],
        "complete people of the longest": [f"/complete/people/?q={each}&topic={long.pk}" for each in ("", "a", "mar", "zo")],
        "complete tags": [f"/complete/tags/?q={word[:n]}" for word in words[:10] for n in (1, 2, 4)],
        "complete topics": [f"/complete/topics/?q={quote(word[:n])}" for word in words for n in (2, 4, 6)],
        "similar": [f"/search/similar/?title={quote_plus(topic.title)}" for topic in topics[:20]],
    }  # fmt: skip
    found |= {
        f"search: {kind}": [f"/search/?q={quote_plus(each)}" for each in asked]
        for kind, asked in searches(words).items()
    }
    return found


def searches(words: list[str]) -> dict[str, list[str]]:
    """What people ask, of ten kinds."""
    chance = random.Random(11)  # noqa: S311
    kinds: dict[str, list[str]] = {}
    for n in range(20):
        one, other, third = (chance.choice(words) for _ in range(3))
        rare = f"hx{chance.randrange(5000)}"
        for kind, asked in {
            "a word": one, "three words": f"{one} {other} {third}", "rare and common": f"{rare} {one}", "rare": rare,
            "phrase": f'"{one} and its"', "a word left out": f"{one} -{other}", "either": f"{one} or {rare}",
            "place and state": f"{one} in:space-1 is:unsolved",
            "before a day": f"{one} {other} before:{_day(400 + n)}", "misspelt": f"{one[:-1]}{one[-2]}x {other}",
        }.items():  # fmt: skip
            kinds.setdefault(kind, []).append(asked)
    return kinds


def _day(ago: int) -> str:
    newest = Topic.objects.order_by("-created_at").values_list("created_at", flat=True)[0]
    return f"{newest - timedelta(days=ago):%Y-%m-%d}"


def _words() -> list[str]:
    """Words of titles, common and less so."""
    return [*PARTS[::4], *THINGS[::4]]


def _deep(board: Board) -> str:
    """A page from the middle of the board."""
    topics = Topic.objects.visible_to(NOBODY).filter(board=board).order_by("-bumped_at", "-id")
    topic = topics[topics.count() // 2]
    return f"{board.get_absolute_url()}?after={token(BEHIND, topic, BY_ACTIVITY)}"
