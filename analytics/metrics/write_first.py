"""From writing to posted, for people who were not signed in. No row here is anybody's."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import Passage
from analytics.lens import Lens
from analytics.metrics.base import Definition, Figure, Metric
from analytics.models import PageCount
from analytics.models.page_count import OPENED

STEPS = {
    "wrote": _("Wrote"),
    "asked": _("Were asked to sign in"),
    "returned": _("Came back signed in"),
    "posted": _("Posted"),
}
KINDS = {
    "forums.topic": _("Questions"),
    "forums.reply": _("Replies"),
    "forums.thanks": _("Thanks"),
    "notifications.follow": _("Following"),
    "content.download": _("Downloads"),
}


WAYS = {
    "code": _("A code by e-mail"),
    "passkey": _("A passkey"),
    "password": _("A password"),
    "company": _("The company's accounts"),
}
"""Other ways are called as their provider is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of act, or one way of signing in: how many came how far, and the middle of seconds and presses."""

    key: str
    title: str
    opened: int | None
    counts: list[tuple[str, int]]
    seconds: int | None
    clicks: int | None


def passages(lens: Lens) -> QuerySet[Passage]:
    return Passage.objects.filter(day__gte=lens.first, day__lte=lens.last)


def reached(lens: Lens, step: str) -> QuerySet[Passage]:
    """Those that came as far as a step: exactly the rows behind its count."""
    found = passages(lens)
    if step == "asked":
        return found.filter(asked_after__isnull=False)
    if step == "returned":
        return found.filter(returned_after__isnull=False)
    return found.filter(posted_after__isnull=False) if step == "posted" else found


def rows(lens: Lens) -> QuerySet[Passage]:
    return reached(lens, "posted")


def opened(lens: Lens) -> dict[str, int]:
    """Forms that visitors opened, by kind: a counter, kept without anybody's name."""
    days = PageCount.objects.filter(
        day__gte=lens.first, day__lte=lens.last, kind__startswith=OPENED
    )
    counted = days.values_list("kind").annotate(number=Sum("number")).order_by()
    return {kind.removeprefix(OPENED): number for kind, number in counted}


def by_kind(lens: Lens) -> list[Line]:
    known = opened(lens)
    found = set(passages(lens).values_list("kind", flat=True)) | known.keys()
    kinds = [*KINDS, *sorted(found - KINDS.keys())]
    return [
        _line(kind, str(KINDS.get(kind, kind)), lens, {"kind": kind}, list(STEPS), known.get(kind))
        for kind in kinds
        if kind in found
    ]


def by_way(lens: Lens) -> list[Line]:
    """Which way they took is known of those who came back."""
    counted = (
        reached(lens, "returned")
        .values_list("way")
        .annotate(number=Count("pk"))
        .order_by("-number", "way")
    )
    return [
        _line(
            way,
            str(WAYS.get(way, way)) or str(_("not known")),
            lens,
            {"way": way},
            ["returned", "posted"],
            None,
        )
        for way, _number in counted
    ]


def _line(
    key: str, title: str, lens: Lens, only: dict[str, str], steps: list[str], seen: int | None
) -> Line:
    posted = reached(lens, "posted").filter(**only)
    return Line(
        key=key,
        title=title,
        opened=seen,
        counts=[(step, reached(lens, step).filter(**only).count()) for step in steps],
        seconds=_median(posted, "posted_after"),
        clicks=_median(posted.exclude(clicks=None), "clicks"),
    )


def _median(found: QuerySet[Passage], field: str) -> int | None:
    """The middle value: half needed no more; None of none."""
    number = found.count()
    if not number:
        return None
    return found.order_by(field).values_list(field, flat=True)[(number - 1) // 2]


def figure(lens: Lens) -> Figure:
    asked = reached(lens, "asked").count()
    posted = rows(lens)
    details = {
        "asked": asked,
        "seconds": _median(posted, "posted_after"),
        "clicks": _median(posted.exclude(clicks=None), "clicks"),
    }
    return Figure(posted.count(), sample=asked, details=details)


METRIC = Metric(
    name="write_first",
    definition=Definition(
        title=_("Posted after being asked to sign in"),
        unit=_("questions, replies, thanks, follows and downloads; times in seconds, medians"),
        counts=_(
            "what visitors wrote or pressed before signing in, first kept in the period, and posted by now. Opened: the form "
            "was shown to a visitor; wrote: something was kept; asked: Post was pressed and the sign-in page shown; came back: "
            "signed in, by which way; seconds run from Post to posted, the provider's pages included; presses are those on "
            "our own pages"
        ),
        of=_("what was kept in the period and asked to sign in"),
        leaves_out=_(
            "members who were signed in already; what was refused as spam; robots among the forms opened; presses, where the "
            "browser changed on the way"
        ),
        uncertainty=_("none: plain counts; what is younger than seven days may still be posted"),
        source=_(
            "passages, which name nobody and keep a day, no moment; a counter of opened forms"
        ),
    ),
    figure=figure,
    rows=rows,
    is_count=True,
)
