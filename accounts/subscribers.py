"""What accounts does on its own facts: doors, and what is left once a member is gone, besides the tombstone."""

from accounts.actions.block import forget_blocks
from accounts.actions.forget_mail import forget_mail
from accounts.entering.entrance import forget_entrance
from accounts.events import EntranceChanged, MemberDeleted
from accounts.models import Browser
from accounts.privacy.forgetting import end_sessions, known_traces, sessions_of
from core.live import recheck
from events.registry import subscribe
from uploads.actions import forget_uploads


@subscribe(EntranceChanged, name="accounts.recheck_live_doors")
def recheck_live_doors(event: EntranceChanged) -> None:
    """Open sockets ask again whether they may stay: the community may have become private."""
    forget_entrance()
    recheck()


@subscribe(MemberDeleted, name="accounts.end_sessions")
def end_every_session(fact: MemberDeleted) -> None:
    end_sessions(list(sessions_of(fact.member_id)))


@subscribe(MemberDeleted, name="accounts.forget_mail")
def forget_their_mail(fact: MemberDeleted) -> None:
    forget_mail(
        traces=known_traces(fact.deletion_id), farewell=f"accounts:farewell:{fact.deletion_id}"
    )


@subscribe(MemberDeleted, name="accounts.forget_uploads")
def forget_their_uploads(fact: MemberDeleted) -> None:
    browsers = Browser.objects.filter(member=fact.member_id).values_list("pk", flat=True)
    forget_uploads(
        owner_id=fact.member_id, browser_ids=list(browsers), keeps_used=not fact.takes_posts
    )


@subscribe(MemberDeleted, name="accounts.forget_blocks")
def forget_their_blocks(fact: MemberDeleted) -> None:
    forget_blocks(member_id=fact.member_id)
