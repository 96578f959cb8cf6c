"""Trust levels rise and fall by the rules, in a job, or are set by hand with a reason."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.events import TrustAtRisk, TrustChanged, TrustRulesChanged
from accounts.models import Member, TrustCaution, TrustChange, TrustThreshold
from accounts.rules import may_set_trust, may_set_trust_rules
from accounts.standing import trust
from core.rules import demand
from events.publishing import publish

BATCH = 2_000
GRACE = timedelta(days=14)


def settle_trust() -> int:
    """Bring every member's level in line with the rules; returns how many rose or fell.

    A fixed number of queries for each two thousand members, and a few more for each who changes. Safe to run
    twice and twice at once: a change is made under the member's lock, from the level it was reckoned for.
    """
    asked, changed, last = trust.rules(), 0, 0
    members = Member.objects.active().filter(
        is_placeholder=False, trust_is_kept=False, trust__lt=Member.Trust.LEADER
    )
    while batch := dict(
        members.filter(pk__gt=last).order_by("pk").values_list("pk", "trust")[:BATCH]
    ):
        changed += _settle(batch, asked, timezone.now())
        last = max(batch)
    return changed


def _settle(levels: dict[int, int], asked: trust.Rules, now: datetime) -> int:
    counted = trust.counts_of(list(levels))
    cautions = {
        row.member_id: row for row in TrustCaution.objects.in_force().filter(member__in=levels)
    }
    changed = 0
    for pk, level in levels.items():
        counts, caution = counted[pk], cautions.get(pk)
        stays = trust.kept(level, counts, asked)
        if stays < level:
            if caution is None or caution.level != level:
                _caution(pk, level, counts, now)
            elif caution.falls_at <= now:
                changed += _move(pk, level, stays, counts)
            continue
        if caution:
            _lift(caution)
        if (reached := trust.earned(counts, asked)) > level:
            changed += _move(pk, level, reached, counts)
    return changed


@transaction.atomic
def _move(member_id: int, from_level: int, to_level: int, counts: trust.Counts) -> int:
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    if member.trust != from_level or member.trust_is_kept:
        return 0  # somebody was quicker
    change = TrustChange.objects.create(
        member=member, from_level=from_level, to_level=to_level, evidence=counts
    )
    _set(member, change)
    return 1


def _set(member: Member, change: TrustChange) -> None:
    """The columns follow the row; a warning that was given is over."""
    member.trust, member.trust_is_kept = change.to_level, change.is_kept
    member.save(update_fields=["trust", "trust_is_kept"])
    TrustCaution.objects.in_force().filter(member=member).update(ended_at=timezone.now())
    if change.from_level != change.to_level:
        publish(
            TrustChanged(
                change_id=change.pk,
                member_id=member.pk,
                from_level=change.from_level,
                to_level=change.to_level,
                by_id=change.by_id,
            )
        )


@transaction.atomic
def _caution(member_id: int, level: int, counts: trust.Counts, now: datetime) -> None:
    Member.objects.select_for_update(no_key=True).get(pk=member_id)
    held = TrustCaution.objects.in_force().filter(member=member_id)
    if held.filter(level=level).exists():
        return
    held.update(ended_at=now)
    caution = TrustCaution.objects.create(
        member_id=member_id, level=level, evidence=counts, falls_at=now + GRACE
    )
    publish(TrustAtRisk(caution_id=caution.pk, member_id=member_id))


def _lift(caution: TrustCaution) -> None:
    TrustCaution.objects.in_force().filter(pk=caution.pk).update(ended_at=timezone.now())


@transaction.atomic
def set_trust(
    *, by: Member, member: Member, level: int, reason: str, is_kept: bool = True
) -> TrustChange:
    """Set a level by hand. Kept: the rules leave it alone from now on; else they go on from there."""
    demand(may_set_trust(by, member))
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    counts = trust.counts_of([member.pk])[member.pk]
    change = TrustChange.objects.create(
        member=member,
        from_level=member.trust,
        to_level=level,
        by=by,
        by_rules=False,
        reason=reason.strip(),
        evidence=counts,
        is_kept=is_kept,
    )
    _set(member, change)
    return change


@transaction.atomic
def change_trust_rules(*, by: Member, asked: trust.Rules) -> None:
    """Set what the levels ask for. Levels follow when the job runs next; nobody falls by a stricter rule."""
    demand(may_set_trust_rules(by))
    for level, thresholds in asked.items():
        for measure, value in thresholds.items():
            TrustThreshold.objects.update_or_create(
                level=level, measure=measure, defaults={"value": value}
            )
    publish(TrustRulesChanged(by_id=by.pk))
