from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.text import Change
from governance.clauses import marked
from governance.commenting.queries import has_revisions, talk_of
from governance.commenting.rules import DISCUSSED, may_revise
from governance.models import Proposal, ProposalText, Tally
from governance.models.states import State
from governance.results import Result, result_of

register = template.Library()
Context = dict[str, Any]
NOT_YET = (State.DRAFT, State.PETITION, State.ANNOUNCED)


@register.filter
def as_marked(changes: list[Change]) -> SafeString:
    """The words of a paragraph with what is added and removed marked; made once for all who read them."""
    return _marked(get_language(), tuple(changes))


@lru_cache(maxsize=4096)
def _marked(language: str | None, changes: tuple[Change, ...]) -> SafeString:
    """What is read is the key, so that there is nothing to forget."""
    return marked(list(changes))


@register.simple_tag
def count_of(proposal: Proposal, tally: Tally) -> Result:
    """What the ballots said, with names: `{% count_of proposal tally as result %}`."""
    return result_of(proposal, tally)


@register.inclusion_tag("governance/clause/_talk.html", takes_context=True)
def clause_talk(context: Context, text: ProposalText, anchor: str) -> Context:
    """A line on what was said about a clause; all of a proposal's are read once a page."""
    proposal: Proposal = context["proposal"]
    if proposal.state in NOT_YET or proposal.topic_id is None:
        return {}
    talks = context.render_context.get("talks")  # type: ignore[attr-defined]
    if talks is None:
        talks = talk_of(context["request"].user, proposal)
        context.render_context["talks"] = talks  # type: ignore[attr-defined]
    talk = talks.get((text.pk, anchor))
    if talk is None and proposal.state not in DISCUSSED:
        return {}
    return {"proposal": proposal, "text": text, "anchor": anchor, "talk": talk}


@register.inclusion_tag("governance/revision/_line.html", takes_context=True)
def revision_line(context: Context, text: ProposalText) -> Context:
    """How the text changed before its vote, and the way to change it."""
    proposal: Proposal = context["proposal"]
    return {
        "proposal": proposal,
        "text": text,
        "has_revisions": has_revisions(text),
        "may_revise": may_revise(context["request"].user, proposal),
    }
