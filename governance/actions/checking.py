"""What a proposal must be to make sense. Raises ValidationError, with the form's field where there is one."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from governance.clauses import MOST_CLAUSES, parse_clauses
from governance.models import Policy, Proposal
from governance.process.drafts import OptionDraft, Terms, TextDraft
from governance.process.periods import LEAST_COMMENT_DAYS, LEAST_VOTING_DAYS, MOST_DAYS

MOST_OPTIONS = 12


def check_terms(terms: Terms, options: Sequence[OptionDraft]) -> None:
    """Quorums are shares of the roll in percent, periods whole days, none shorter than its least."""
    if not 1 <= terms.answer_quorum_percent <= terms.binding_quorum_percent <= 100:
        raise ValidationError(
            {
                "answer_quorum_percent": _(
                    "Both quorums are shares from 1 to 100 %, and the one that asks for an answer is not above the one that binds."
                )
            }
        )
    if not LEAST_COMMENT_DAYS <= terms.comment_days <= MOST_DAYS:
        raise ValidationError(
            {"comment_days": _("Members discuss it for %d days at least.") % LEAST_COMMENT_DAYS}
        )
    if not LEAST_VOTING_DAYS <= terms.voting_days <= MOST_DAYS:
        raise ValidationError(
            {"voting_days": _("A vote is open for %d days at least.") % LEAST_VOTING_DAYS}
        )
    if (
        terms.answer_within_days < 1
        or max(terms.answer_within_days, terms.in_force_after_days) > MOST_DAYS
    ):
        raise ValidationError(
            _("An answer is due within a year, and a text is in force within one.")
        )
    if terms.threshold < 1 or not 1 <= terms.threshold_percent_of_active <= 100:
        raise ValidationError({"threshold": _("At least one voice calls a proposal to the vote.")})
    if (terms.method == Proposal.Method.YES_NO) != (not options):
        raise ValidationError({"method": _("Only a vote by yes or no has no options.")})


def check_texts(policy: Policy, texts: Sequence[TextDraft], options: Sequence[OptionDraft]) -> None:
    """Each text changes something, no two say what becomes of one policy, and all may be read by the same people."""
    if not texts:
        raise ValidationError(_("A proposal changes the text of at least one policy."))
    if policy.pk not in {text.policy.pk for text in texts}:
        raise ValidationError(_("The policy it is filed under is among those it changes."))
    if len({(text.policy.pk, text.option) for text in texts}) < len(texts):
        raise ValidationError(_("A policy is changed once, not twice."))
    for text in texts:
        if text.policy.space_id != policy.space_id:
            raise ValidationError(_("All of its policies hold in the same place."))
        check_change(text)
    if options:
        check_options(texts, options)
    elif any(text.option for text in texts):
        raise ValidationError(_("Only a vote by yes or no has no options."))


def check_change(text: TextDraft) -> None:
    if text.source.split() == text.policy.versions.in_force().get().source.split():
        raise ValidationError({"source": _("This is the text in force; nothing would change.")})
    if len(parse_clauses(text.source)) > MOST_CLAUSES:
        raise ValidationError({"source": _("A policy has %d clauses at most.") % MOST_CLAUSES})


def check_options(texts: Sequence[TextDraft], options: Sequence[OptionDraft]) -> None:
    if sum(each.is_status_quo for each in options) != 1:
        raise ValidationError(_("One option, and one only, keeps the text in force."))
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise ValidationError(_("There are 2 to %d options.") % MOST_OPTIONS)
    changing = {
        position for position, each in enumerate(options, start=1) if not each.is_status_quo
    }
    if {text.option for text in texts} != changing:
        raise ValidationError(
            _("Each option but the one that keeps the text in force has a text of its own.")
        )


def check_free(proposal: Proposal) -> None:
    """Its policies are before the members with no other proposal, and read as they did when it was written."""
    policies = list(
        Policy.objects.filter(proposed_texts__proposal=proposal)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for policy in {each.pk: each for each in policies}.values():
        if (
            Proposal.objects.claiming()
            .filter(texts__policy=policy)
            .exclude(pk=proposal.pk)
            .exists()
        ):
            raise ValidationError(
                _("Another change of “%s” is still open. It is decided first.") % policy
            )
    if proposal.texts.exclude(base__superseded_at=None).exists():
        raise ValidationError(
            _("A text it would change has changed since. Look at it again and save it.")
        )
    if not proposal.is_petition and _petition_waits(policies):
        raise ValidationError(
            _(
                "A petition on this policy has enough signatures and waits for its turn. It goes first."
            )
        )
    if not proposal.is_petition and _owes_answer(policies):
        raise ValidationError(
            _("The company owes an answer to a vote on this policy, and is late. It answers first.")
        )


def _petition_waits(policies: Sequence[Policy]) -> bool:
    """Else the company could keep a petition out for good, by always having a change of its own before the members."""
    return Proposal.objects.signed_enough().filter(texts__policy__in=policies).exists()


def _owes_answer(policies: Sequence[Policy]) -> bool:
    return Proposal.objects.overdue().filter(texts__policy__in=policies).exists()


def check_vote_dates(opens: datetime, closes: datetime, *, earliest: datetime) -> None:
    """Not before `earliest`, when the discussion is over; open for its least days; not in years."""
    if opens < earliest:
        raise ValidationError(
            {
                "voting_opens": _(
                    "The vote opens when the discussion is over, and three days from now at the earliest."
                )
            }
        )
    if (closes - opens).total_seconds() < LEAST_VOTING_DAYS * 86_400:
        raise ValidationError(
            {"closes": _("A vote is open for %d days at least.") % LEAST_VOTING_DAYS}
        )
    if (closes - earliest).days > 2 * MOST_DAYS:
        raise ValidationError({"closes": _("That is too far away.")})
