from django.db import transaction
from django.utils import timezone

from accounts.administration.letters import tell_acted_as
from accounts.events import ActingEnded, ActingStarted
from accounts.models import ActingRequest, ActingSession, Member
from accounts.models.acting import LASTS
from accounts.rules import may_act_as
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def start_acting(*, by: Member, member: Member, reason: str) -> ActingSession:
    """Let an administrator see the community as a member, for half an hour at most; the member is told at once.

    Raises NotAllowed for oneself and for staff. Acting as somebody else before is ended.
    """
    by = Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    demand(may_act_as(by, member))
    now = timezone.now()
    ActingSession.objects.filter(by=by, ended_at=None).update(ended_at=now)
    session = ActingSession.objects.create(
        by=by, member=member, reason=reason.strip(), ends_at=now + LASTS
    )
    publish(ActingStarted(session_id=session.pk))
    tell_acted_as(session)
    return session


@transaction.atomic
def end_acting(*, session_id: int) -> bool:
    rows = ActingSession.objects.filter(pk=session_id, ended_at=None)
    ended = bool(rows.update(ended_at=timezone.now()))
    if ended:
        publish(ActingEnded(session_id=session_id))
    return ended


def note_request(
    *, session: ActingSession, method: str, route: str, path: str, refused: bool
) -> ActingRequest:
    """Write down one thing that was sent while acting; committed by itself, so that it stays if the thing fails."""
    return ActingRequest.objects.create(
        session=session,
        method=method[:10],
        route=route[:100],
        path=path[:300],
        refused=refused,
    )
