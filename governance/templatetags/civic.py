from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.text import Change
from governance.clauses import marked
from governance.commenting.rules import DISCUSSED, is_talked_about
from governance.models import Proposal, ProposalText, Tally
from governance.results import Result, result_of

register = template.Library()
Context = dict[str, Any]


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
    """A line on what was said about a clause; of `talks`, which are all of a proposal's."""
    proposal: Proposal = context["proposal"]
    if not is_talked_about(proposal):
        return {}
    talk = context["talks"].get((text.pk, anchor))
    if talk is None and proposal.state not in DISCUSSED:
        return {}
    return {"proposal": proposal, "text": text, "anchor": anchor, "talk": talk}
