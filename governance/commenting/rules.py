"""Who may say what about a proposed text, while it can still change."""

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Viewer
from core.rules import ALLOWED, Verdict, denied
from forums.models import Post
from forums.rules import may_reply
from governance.documents.rules import may_tend
from governance.models import Amendment, Argument, Proposal, State

DISCUSSED = (State.COMMENT, State.WAITING)
CHANGEABLE = (State.ANNOUNCED, *DISCUSSED)
NOT_YET = (State.DRAFT, State.PETITION, State.ANNOUNCED)


def is_talked_about(proposal: Proposal) -> bool:
    """Whether anything can have been said about its clauses."""
    return proposal.state not in NOT_YET and proposal.topic_id is not None


def may_argue(viewer: Viewer, proposal: Proposal) -> Verdict:
    """Until the vote opens, by whoever may reply in the discussion."""
    if proposal.state not in DISCUSSED:
        return denied(_("Arguments are collected while it is in discussion."))
    if proposal.topic is None:
        return denied(_("There is no board here on which this could be discussed."))
    return may_reply(viewer, proposal.topic)


def may_amend(viewer: Viewer, proposal: Proposal) -> Verdict:
    """While the comment period runs, by the database's clock."""
    if proposal.state == State.WAITING or not _is_commented(proposal):
        return denied(_("Other words can be proposed while the comment period runs."))
    return may_argue(viewer, proposal)


def may_pin(viewer: Viewer, proposal: Proposal, post: Post) -> Verdict:
    """Their own post of the discussion; whoever keeps the policy, any."""
    if proposal.state not in DISCUSSED or post.topic_id != proposal.topic_id:
        return denied(_("Only posts of a discussion that is open can be pinned as arguments."))
    if viewer.is_authenticated and post.author_id == viewer.pk:
        return ALLOWED
    return may_tend(viewer, proposal.policy)


def may_unpin(viewer: Viewer, argument: Argument) -> Verdict:
    if viewer.is_authenticated and argument.post.author_id == viewer.pk:
        return ALLOWED
    return may_tend(viewer, argument.text.proposal.policy)


def may_support(viewer: Viewer, amendment: Amendment) -> Verdict:
    proposal = amendment.text.proposal
    if amendment.state != Amendment.State.OPEN or proposal.state not in DISCUSSED:
        return denied(_("This is settled: it can be supported no more."))
    if viewer.is_authenticated and amendment.by_id == viewer.pk:
        return denied(_("You proposed it yourself."))
    return may_argue(viewer, proposal)


def may_withdraw_amendment(viewer: Viewer, amendment: Amendment) -> Verdict:
    if amendment.state != Amendment.State.OPEN:
        return denied(_("This is settled."))
    if viewer.is_authenticated and amendment.by_id == viewer.pk:
        return ALLOWED
    return denied(_("Only who proposed it can take it back."))


def may_answer_clause(viewer: Viewer, proposal: Proposal) -> Verdict:
    """The company says in public what it thinks of what was said, until the vote opens."""
    if proposal.state not in DISCUSSED:
        return denied(_("Clauses are answered while the proposal is in discussion."))
    return may_tend(viewer, proposal.policy)


def may_revise(viewer: Viewer, proposal: Proposal) -> Verdict:
    """The company its own text, the author of a petition theirs; never once the vote has opened."""
    if proposal.state not in CHANGEABLE:
        return denied(_("The text stands: it can change only before the vote opens."))
    if not proposal.is_petition:
        return may_tend(viewer, proposal.policy)
    if viewer.is_authenticated and proposal.proposed_by_id == viewer.pk:
        return ALLOWED
    return denied(_("Only who wrote the petition can change its text."))


def may_settle(viewer: Viewer, amendment: Amendment) -> Verdict:
    """Take it into the text, or decline it: whoever may change the text."""
    if amendment.state != Amendment.State.OPEN:
        return denied(_("This is settled."))
    return may_revise(viewer, amendment.text.proposal)


def _is_commented(proposal: Proposal) -> bool:
    running = Q(comment_closes=None) | Q(comment_closes__gt=Now())
    return Proposal.objects.filter(running, pk=proposal.pk, state=State.COMMENT).exists()
