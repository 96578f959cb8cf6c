import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from core.text import cook
from events.publishing import publish
from forums.actions import reply
from governance.actions.argue import clause_or_error, pointer
from governance.actions.revise_text import change_text
from governance.clauses import cook_clauses
from governance.commenting.clauses import amended
from governance.commenting.rules import (
    may_amend,
    may_answer_clause,
    may_settle,
    may_support,
    may_withdraw_amendment,
)
from governance.events import AmendmentAnswered, AmendmentProposed, ClauseAnswered
from governance.models import Amendment, AmendmentSupport, ClauseAnswer, ProposalText


@transaction.atomic
def propose_amendment(
    *,
    member: Member,
    text: ProposalText,
    clause: str,
    source: str,
    why: str,
    key: uuid.UUID,
    is_added: bool = False,
) -> Amendment:
    """Propose other words for a clause; why is said in the discussion. No words: the clause should go.

    The same `key` again returns what it made. Raises NotAllowed, ValidationError, core.text.TextRefused.
    """
    made = Amendment.objects.filter(by=member, key=key).first()
    if made:
        return made
    proposal = text.proposal
    demand(may_amend(member, proposal))
    found = clause_or_error(text, clause)
    cook_clauses(amended(text, clause, source, is_added=is_added))  # refused now, not when taken
    assert proposal.topic is not None and found.proposed is not None
    words = f"{why.strip()}\n\n{pointer(text, found, _('Other words for %s') % found.label)}"
    amendment = Amendment.objects.create(
        text=text,
        clause=clause,
        is_added=is_added,
        before=found.proposed.source,
        source=source.strip(),
        post=reply(author=member, topic=proposal.topic, source=words, key=key),
        by=member,
        key=key,
    )
    publish(AmendmentProposed(amendment_id=amendment.pk, proposal_id=proposal.pk, by_id=member.pk))
    return amendment


@transaction.atomic
def support_amendment(*, member: Member, amendment: Amendment) -> bool:
    """Support it, once; returns whether that is new."""
    amendment = _locked(amendment)
    demand(may_support(member, amendment))
    _row, is_new = AmendmentSupport.objects.get_or_create(amendment=amendment, member=member)
    return is_new and _counted(amendment, 1)


@transaction.atomic
def support_no_more(*, member: Member, amendment: Amendment) -> bool:
    amendment = _locked(amendment)
    gone, _rows = AmendmentSupport.objects.filter(amendment=amendment, member=member).delete()
    return bool(gone) and _counted(amendment, -1)


@transaction.atomic
def withdraw_amendment(*, member: Member, amendment: Amendment) -> None:
    amendment = _locked(amendment)
    demand(may_withdraw_amendment(member, amendment))
    Amendment.objects.filter(pk=amendment.pk).update(state=Amendment.State.WITHDRAWN)


@transaction.atomic
def decline_amendment(*, member: Member, amendment: Amendment, answer: str) -> None:
    """Say in public why not."""
    amendment = _locked(amendment)
    demand(may_settle(member, amendment))
    _settle(amendment, Amendment.State.DECLINED, member, answer)


@transaction.atomic
def take_amendment(
    *,
    member: Member,
    amendment: Amendment,
    answer: str,
    why_no_restart: str = "",
) -> None:
    """Take it into the text, which is a change of the text: the discussion begins anew, or it is said why not.

    Raises NotAllowed; ValidationError where the clause has changed since it was proposed.
    """
    amendment = _locked(amendment)
    demand(may_settle(member, amendment))
    text = amendment.text
    now = next((each for each in text.clauses if each.anchor == amendment.clause), None)
    if now is None or now.source.split() != amendment.before.split():
        raise ValidationError(
            _(
                "The clause has changed since this was proposed. Decline it, and say what became of it."
            )
        )
    change_text(
        member=member,
        text=text,
        source=amended(text, amendment.clause, amendment.source, is_added=amendment.is_added),
        why=answer,
        why_no_restart=why_no_restart,
        amendment=amendment,
    )
    _settle(amendment, Amendment.State.TAKEN, member, answer)


@transaction.atomic
def forget_amendments(*, member_id: int) -> None:
    """Who leaves with all they wrote takes the words of their amendments along; what was taken into a text stays in that."""
    theirs = Amendment.objects.filter(by=member_id)
    theirs.filter(state=Amendment.State.OPEN).update(state=Amendment.State.WITHDRAWN)
    theirs.update(source="")
    for support in AmendmentSupport.objects.filter(member=member_id).select_related("amendment"):
        support.delete()
        _counted(support.amendment, -1)


def recount_supports(*, member_id: int) -> None:
    """Where two accounts of one person became one, what both supported has one supporter fewer."""
    theirs = AmendmentSupport.objects.filter(member=member_id).values("amendment")
    for amendment in Amendment.objects.filter(pk__in=theirs).select_for_update(of=("self",)):
        count = amendment.supports.count()
        Amendment.objects.filter(pk=amendment.pk).update(supports_count=count)


@transaction.atomic
def answer_clause(*, member: Member, text: ProposalText, clause: str, source: str) -> ClauseAnswer:
    """Say for the company what it makes of what was said about a clause. The same words again change nothing."""
    demand(may_answer_clause(member, text.proposal))
    clause_or_error(text, clause)
    ProposalText.objects.select_for_update().get(pk=text.pk)
    before = ClauseAnswer.objects.current().filter(text=text, clause=clause)
    last = before.first()
    if last and last.source == source.strip():
        return last
    before.update(replaced_at=Now())
    answer = ClauseAnswer.objects.create(
        text=text,
        clause=clause,
        source=source.strip(),
        html=cook(source, pictures=False),
        by=member,
    )
    publish(ClauseAnswered(answer_id=answer.pk, proposal_id=text.proposal_id, by_id=member.pk))
    return answer


def _locked(amendment: Amendment) -> Amendment:
    return (
        Amendment.objects.select_for_update(of=("self",))
        .select_related(
            "text__proposal__policy", "text__proposal__topic__board__space", "text__base"
        )
        .get(pk=amendment.pk)
    )


def _counted(amendment: Amendment, step: int) -> bool:
    Amendment.objects.filter(pk=amendment.pk).update(supports_count=F("supports_count") + step)
    return True


def _settle(amendment: Amendment, state: str, member: Member, answer: str) -> None:
    Amendment.objects.filter(pk=amendment.pk).update(
        state=state, answer=answer.strip(), answered_by=member, answered_at=Now()
    )
    publish(
        AmendmentAnswered(
            amendment_id=amendment.pk, proposal_id=amendment.text.proposal_id, by_id=member.pk
        )
    )
