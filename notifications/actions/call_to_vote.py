"""Everybody on a roll is told of the vote in their inbox and by mail, in batches: a roll may hold millions.

Mail goes to all of them, before the end, too, and not only to those who have not voted: a log of mail that says who was
reminded would say who had voted.
"""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import Member
from governance.models import Proposal, RollEntry
from notifications.live import tell_counts
from notifications.models import Kind, MailPreference, Notification, VoteCall
from spaces.queries import readers_of

A_BATCH = 2_000
REMINDED_BEFORE = timedelta(days=1)
KINDS = {VoteCall.Moment.OPENED: Kind.VOTE, VoteCall.Moment.ENDING: Kind.VOTE_ENDS}


def call_to_votes(*, most: int = 100) -> int:
    """Go on telling where somebody is left to tell, `most` batches of them; returns how many were told.

    Each batch is a transaction that also notes how far it came: killed or run twice at once, nobody is told twice.
    """
    remind_of_ends()
    told = 0
    for call_id in VoteCall.objects.unfinished().order_by("pk").values_list("pk", flat=True):
        while most > 0 and (count := _call_some(call_id)) is not None:
            told, most = told + count, most - 1
    return told


@transaction.atomic
def begin_call(*, proposal_id: int, moment: str) -> VoteCall:
    return VoteCall.objects.get_or_create(proposal_id=proposal_id, moment=moment)[0]


def remind_of_ends() -> int:
    """Begin to remind of votes that end within a day, where voting took longer than two; by the database's clock."""
    ending = Proposal.objects.open_to_ballots().filter(
        closes__lte=Now() + REMINDED_BEFORE, voting_opens__lte=F("closes") - 2 * REMINDED_BEFORE
    )
    due = ending.exclude(calls__moment=VoteCall.Moment.ENDING).values_list("pk", flat=True)
    return len([begin_call(proposal_id=pk, moment=VoteCall.Moment.ENDING) for pk in due])


@transaction.atomic
def _call_some(call_id: int) -> int | None:
    """Tell the next batch; None where nobody is left, or somebody else is at it."""
    call = (
        VoteCall.objects.unfinished()
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("proposal__policy__space")
        .filter(pk=call_id)
        .first()
    )
    if call is None:
        return None
    entries = RollEntry.objects.filter(roll__proposal=call.proposal_id, member__gt=call.last_member)
    ids = list(entries.order_by("member").values_list("member", flat=True)[:A_BATCH])
    is_over = not Proposal.objects.open_to_ballots().filter(pk=call.proposal_id).exists()
    if not ids or is_over:
        VoteCall.objects.filter(pk=call.pk).update(done_at=Now())
        return None
    told = _tell(call, ids)
    VoteCall.objects.filter(pk=call.pk).update(last_member=ids[-1], told=F("told") + told)
    return told


def _tell(call: VoteCall, ids: list[int]) -> int:
    proposal = call.proposal
    members = Member.objects.active().filter(pk__in=ids, is_placeholder=False)
    if space := proposal.policy.space:
        members = readers_of(space, members)
    # Whoever reads it here within that time gets no mail of it; who is away gets it a little later.
    due = timezone.now() + timedelta(seconds=settings.NOTIFICATION_MAIL_DELAY_SECONDS)
    kind = KINDS[VoteCall.Moment(call.moment)]
    silent = set(
        MailPreference.objects.silent_on_votes()
        .filter(member__in=ids)
        .values_list("member", flat=True)
    )
    rows = [
        Notification(
            member_id=pk, key=f"proposal:{proposal.pk}:{kind}", kind=kind, title=proposal.title[:200],
            url=proposal.get_absolute_url(), topic_id=proposal.topic_id,
            mail_due_at=due if email and pk not in silent else None,
        )
        for pk, email in members.order_by("pk").values_list("pk", "email")
    ]  # fmt: skip
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(partial(tell_counts, [row.member_id for row in rows]))
    return len(rows)
