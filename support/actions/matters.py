"""Case and conversation about one matter: the solution of one is the solution of the other."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed
from events.publishing import publish
from forums.actions import mark_solution
from forums.models import Topic
from forums.rules import may_mark_solution
from notifications.events import NoticeDue
from support.actions.recording import STATE, lock, turn
from support.events import CaseReopened, CaseSolved
from support.models import Case, CaseEvent, CaseLink, CasePublication


def solve_question(case: Case) -> None:
    """A solved case's published answer solves the conversation it stands in, said by whoever may say so there."""
    published = CasePublication.objects.filter(
        case=case, state=CasePublication.State.PUBLISHED, post__isnull=False
    )
    for each in published.select_related("post__topic", "by", "case__member"):
        post = each.post
        if post is None:
            continue
        sayers: list[Member | None] = [each.case.member, each.by]
        sayer = next((one for one in sayers if one and may_mark_solution(one, post.topic)), None)
        if sayer is None:
            continue
        try:
            with transaction.atomic():
                mark_solution(by=sayer, post=post)
        except NotAllowed:
            continue  # the reply was hidden or deleted since: then it solves nothing


@transaction.atomic
def solve_cases_of_topic(*, topic_id: int) -> int:
    """The conversation has its solution: cases about the same matter are solved; returns how many."""
    solved = 0
    for case in _cases_about(topic_id):
        case = lock(case)
        if not case.is_unfinished:
            continue
        turn(case, Case.Status.SOLVED, by=None, why=_("Solved in the community."))
        case.save(update_fields=STATE)
        publish(CaseSolved(case_id=case.pk, by_id=None))
        _tell_owner(case, _("Case %d was solved in the community") % case.number, "solved")
        solved += 1
    return solved


@transaction.atomic
def reopen_cases_of_topic(*, topic_id: int) -> int:
    """The solution was taken back, and no other is left: what it had solved waits for us again."""
    if Topic.objects.filter(pk=topic_id, solved_at__isnull=False).exists():
        return 0
    reopened = 0
    for case in _cases_about(topic_id):
        case = lock(case)
        last = case.record.filter(kind=CaseEvent.Kind.STATUS).order_by("-at", "-pk").first()
        by_the_house = last is not None and last.by_id is None and not last.undone_at
        if case.status != Case.Status.SOLVED or not by_the_house:
            continue
        turn(case, Case.Status.OPEN, by=None, why=_("The solution was taken back."))
        case.save(update_fields=STATE)
        publish(CaseReopened(case_id=case.pk, by_id=None))
        _tell_owner(case, _("Case %d is open again") % case.number, "reopened")
        reopened += 1
    return reopened


def _cases_about(topic_id: int) -> list[Case]:
    links = CaseLink.objects.of_one_matter().filter(topic=topic_id)
    return list(Case.objects.filter(pk__in=links.values("case"), desk="").order_by("pk"))


def _tell_owner(case: Case, title: str, what: str) -> None:
    if case.assigned_to_id is None:
        return
    publish(
        NoticeDue(
            member_id=case.assigned_to_id,
            kind="case_solved_elsewhere",
            title=title,
            text="",
            url=case.get_absolute_url(),
            key=f"case-{case.pk}-{what}-{case.touched_at:%Y%m%d%H%M%S}",
        )
    )
