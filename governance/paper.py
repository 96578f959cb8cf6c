"""What a ballot asks and what may be answered, by the method of the vote."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.counting.profile import NO, YES
from governance.models import Proposal, ProposalOption


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as it stands on the ballot."""

    position: int
    title: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is asked, and what may be answered."""

    method: str
    lines: tuple[Line, ...]

    @property
    def is_ranked(self) -> bool:
        return self.method in (Proposal.Method.RANKED_IRV, Proposal.Method.SCHULZE)

    @property
    def is_approval(self) -> bool:
        return self.method == Proposal.Method.APPROVAL

    @property
    def positions(self) -> list[int]:
        return [line.position for line in self.lines]

    @property
    def most(self) -> int:
        """How many of them a ballot may name."""
        return len(self.lines) if self.is_ranked or self.is_approval else 1


def paper_of(
    proposal: Proposal, *, whole: bool = False, options: list[ProposalOption] | None = None
) -> Paper:
    """The ballot of this proposal: withdrawn options are not on it, unless the `whole` of it is asked for.

    `options` are all of the proposal's, in order, where they were read already.
    """
    if proposal.method == Proposal.Method.YES_NO:
        return Paper(
            proposal.method, (Line(YES, _("Yes, change it")), Line(NO, _("No, keep it as it is")))
        )
    if options is None:
        options = list(proposal.options.order_by("position"))
    return Paper(
        proposal.method,
        tuple(
            Line(each.position, each.title, each.description_html)
            for each in options
            if whole or each.withdrawn_at is None
        ),
    )
