"""What the person who looks at a proposal may do with it at this moment."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Viewer
from governance.models import Proposal, State
from governance.rules import (
    may_announce,
    may_answer,
    may_call,
    may_edit_draft,
    may_open_petition,
    may_void,
    may_withdraw,
)


@dataclass(slots=True)
class Act:
    label: str
    url: str
    look: str = ""


def acts_for(viewer: Viewer, proposal: Proposal) -> list[Act]:
    """One primary act at most: what takes it a step on."""
    if not viewer.is_authenticated:
        return []
    offered = (
        (may_announce, "announcement", _("Announce it"), "primary"),
        (may_open_petition, "petition", _("Collect signatures"), "primary"),
        (may_call, "call", _("Call it to the vote"), "primary"),
        (may_answer, "answer", _("Answer in public"), "primary"),
        (may_edit_draft, "draft", _("Write it anew"), ""),
        (may_withdraw, "withdrawal", _("Withdraw it"), "quiet"),
    )
    acts = [
        Act(label, reverse(f"governance:{name}", args=[proposal.pk]), look)
        for rule, name, label, look in offered
        if rule(viewer, proposal)
    ]
    if proposal.state == State.VOTING and may_void(viewer, proposal):
        acts.append(
            Act(_("It cannot be counted"), reverse("governance:void", args=[proposal.pk]), "quiet")
        )
    return acts
