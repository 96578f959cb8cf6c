from django import template
from django.utils.safestring import SafeString

from core.text import Change
from governance.clauses import marked
from governance.models import Proposal, Tally
from governance.results import Result, result_of

register = template.Library()


@register.filter
def as_marked(changes: list[Change]) -> SafeString:
    """The words of a paragraph with what is added and removed marked."""
    return marked(changes)


@register.simple_tag
def count_of(proposal: Proposal, tally: Tally) -> Result:
    """What the ballots said, with names: `{% count_of proposal tally as result %}`."""
    return result_of(proposal, tally)
