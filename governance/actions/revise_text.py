from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.actions.take_step import take_step
from governance.clauses import MOST_CLAUSES, cook_clauses, follow_clauses, parse_clauses
from governance.commenting.rules import DISCUSSED, may_revise
from governance.events import TextRevised
from governance.models import Amendment, Proposal, ProposalText, State, TextRevision
from governance.process.clock import moment
from governance.process.periods import STANDS_BEFORE_VOTE


@transaction.atomic
def revise_text(
    *, member: Member, text: ProposalText, source: str, why: str, why_no_restart: str = ""
) -> TextRevision:
    """Change a proposed text before its vote. The comment period begins anew, or it is said in public why not.

    Raises NotAllowed, ValidationError, core.text.TextRefused.
    """
    return change_text(
        member=member, text=text, source=source, why=why, why_no_restart=why_no_restart
    )


def change_text(
    *,
    member: Member,
    text: ProposalText,
    source: str,
    why: str,
    why_no_restart: str = "",
    amendment: Amendment | None = None,
) -> TextRevision:
    """The same, within another action's transaction. Locked proposal first, then its text."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=text.proposal_id)
    demand(may_revise(member, proposal))
    text = (
        ProposalText.objects.select_for_update(of=("self",)).select_related("base").get(pk=text.pk)
    )
    check_revision(text, source)
    if why_no_restart.strip():
        _check_in_time(proposal)
    cook_clauses(source)
    before, why_no_restart = text.clauses, why_no_restart.strip()
    earlier = text.revisions.values_list("anchors_before", flat=True)
    ever = {anchor for anchors in [*earlier, *_anchors_of_policy(text)] for anchor in anchors}
    after = [each.anchor for each in follow_clauses(before, source, ever)]
    revision = TextRevision.objects.create(
        text=text,
        number=(text.revisions.aggregate(last=Max("number"))["last"] or 0) + 1,
        before=text.source,
        anchors_before=[each.anchor for each in before],
        after=source,
        anchors_after=after,
        why=why.strip(),
        restarts=not why_no_restart,
        why_no_restart=why_no_restart,
        amendment=amendment,
        by=member,
    )
    ProposalText.objects.filter(pk=text.pk).update(source=source, anchors=after)
    if revision.restarts and proposal.state in DISCUSSED:
        _restart(proposal, member)
    publish(TextRevised(revision_id=revision.pk, proposal_id=proposal.pk, by_id=member.pk))
    return revision


def check_revision(text: ProposalText, source: str) -> None:
    if source.split() == text.source.split():
        raise ValidationError({"source": _("Not a word differs from the text as it is proposed.")})
    if source.split() == text.base.source.split():
        raise ValidationError(
            {"source": _("This is the text in force. Withdraw the proposal rather than empty it.")}
        )
    if len(parse_clauses(source)) > MOST_CLAUSES:
        raise ValidationError({"source": _("A policy has %d clauses at most.") % MOST_CLAUSES})


def _check_in_time(proposal: Proposal) -> None:
    """What everybody read is what they vote on."""
    opens = proposal.voting_opens if proposal.called_at else None
    if opens and opens < moment() + STANDS_BEFORE_VOTE:
        raise ValidationError(
            _("The vote opens within %d days: a text that changes now begins its discussion anew.")
            % STANDS_BEFORE_VOTE.days
        )


def _restart(proposal: Proposal, member: Member) -> None:
    """The comment period begins anew, whole; a vote that was called waits for its end, and lasts as long as it was to."""
    whole = timedelta(days=proposal.comment_days)
    Proposal.objects.filter(pk=proposal.pk).update(comment_closes=Now() + whole)
    if proposal.voting_opens and proposal.closes:
        length = proposal.closes - proposal.voting_opens
        opens = Greatest(F("voting_opens"), F("comment_closes"))
        Proposal.objects.filter(pk=proposal.pk).update(voting_opens=opens, closes=opens + length)
    note = _("The text was changed: the comment period begins anew.")
    take_step(proposal, State.COMMENT, by=member, note=note)


def _anchors_of_policy(text: ProposalText) -> list[list[str]]:
    rows = text.policy.versions.exclude(anchors=None)
    return [anchors for anchors in rows.values_list("anchors", flat=True) if anchors]
