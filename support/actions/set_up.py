"""Administrators set support up: hours, teams, promises, clocks of unanswered questions."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from support.models import AnswerClock, BusinessHours, Product, Promise, Team, TeamMembership
from support.rules import may_set_up_support


@transaction.atomic
def save_hours(*, by: Member, hours: BusinessHours) -> BusinessHours:
    """Keep these hours; when they are the usual ones, no others are. Clocks that run already stay as they are."""
    demand(may_set_up_support(by))
    if hours.is_usual:
        BusinessHours.objects.exclude(pk=hours.pk).update(is_usual=False)
    hours.save()
    return hours


@transaction.atomic
def save_team(
    *, by: Member, team: Team, people: Iterable[Member], products: Iterable[Product]
) -> Team:
    demand(may_set_up_support(by))
    team.save()
    team.products.set(products)
    wanted = {each.pk for each in people}
    team.memberships.exclude(member__in=wanted).delete()
    rows = [TeamMembership(team=team, member_id=pk) for pk in sorted(wanted)]
    TeamMembership.objects.bulk_create(rows, ignore_conflicts=True)
    return team


@transaction.atomic
def save_promises(*, by: Member, promises: Iterable[Promise]) -> None:
    """From now on; what was promised already stays."""
    demand(may_set_up_support(by))
    Promise.objects.bulk_create(
        promises,
        update_conflicts=True,
        unique_fields=["priority"],
        update_fields=["answer_minutes", "solve_minutes"],
    )


@transaction.atomic
def save_answer_clock(*, by: Member, clock: AnswerClock) -> AnswerClock:
    """Start or change a clock; a new one looks at questions asked from now on."""
    demand(may_set_up_support(by))
    if clock.pk is None:
        clock.since = timezone.now()
    clock.save()
    return clock


@transaction.atomic
def stop_answer_clock(*, by: Member, clock: AnswerClock) -> None:
    """Questions there wait for the community alone again; cases that began stay."""
    demand(may_set_up_support(by))
    AnswerClock.objects.filter(pk=clock.pk).delete()
