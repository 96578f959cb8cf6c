import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums.actions import reply
from forums.models import Post
from governance.commenting.clauses import ClauseInText, clause_in
from governance.commenting.rules import may_argue, may_pin, may_unpin
from governance.events import ArgumentPinned, ArgumentUnpinned
from governance.models import Argument, ProposalText


@transaction.atomic
def argue(
    *, member: Member, text: ProposalText, clause: str, side: str, source: str, key: uuid.UUID
) -> Argument:
    """Say in the discussion what speaks for the change of a clause, or against it; pinned to the clause.

    The same `key` again returns what it made. Raises NotAllowed, ValidationError, core.text.TextRefused.
    """
    topic = text.proposal.topic
    demand(may_argue(member, text.proposal))
    found = clause_or_error(text, clause)
    side = Argument.Side(side)
    assert topic is not None
    label = (
        _("For the change of %s") if side == Argument.Side.FOR else _("Against the change of %s")
    )
    words = f"{source.strip()}\n\n{pointer(text, found, label % found.label)}"
    post = reply(author=member, topic=topic, source=words, key=key)
    return _pin(member, text, clause, side, post)


@transaction.atomic
def pin_argument(
    *, member: Member, text: ProposalText, clause: str, side: str, post: Post
) -> Argument:
    """Pin a post of the discussion to a clause, as an argument."""
    demand(may_pin(member, text.proposal, post))
    clause_or_error(text, clause)
    return _pin(member, text, clause, Argument.Side(side), post)


@transaction.atomic
def unpin_argument(*, member: Member, argument: Argument) -> bool:
    """Take an argument from its clause; the post stays where it is, and who took it is on record."""
    demand(may_unpin(member, argument))
    done = Argument.objects.filter(pk=argument.pk, ended_at=None)
    if not done.update(ended_at=Now(), ended_by=member):
        return False
    publish(ArgumentUnpinned(argument_id=argument.pk, by_id=member.pk))
    return True


def clause_or_error(text: ProposalText, clause: str) -> ClauseInText:
    found = clause_in(text, clause)
    if found is None:
        raise ValidationError(_("There is no such clause in this text."))
    return found


def clause_path(text: ProposalText, clause: str) -> str:
    return reverse("governance:clause", args=[text.proposal_id, text.pk, clause])


def pointer(text: ProposalText, clause: ClauseInText, words: str) -> str:
    """The line under a post that says what it is about, and leads there."""
    plain = "".join(char if char not in "[]()<>`*_~|\\!" else " " for char in words)
    return f"[{plain}]({clause_path(text, clause.anchor)})"


def _pin(member: Member, text: ProposalText, clause: str, side: str, post: Post) -> Argument:
    pinned = Argument.objects.filter(post=post, ended_at=None).first()
    if pinned:
        return pinned
    argument = Argument.objects.create(text=text, clause=clause, side=side, post=post, by=member)
    publish(ArgumentPinned(argument_id=argument.pk, by_id=member.pk))
    return argument
