"""Where one member stands with one roll, in words: on it, would be on it, or not and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.rolls.rule import RollRule


@dataclass(frozen=True, slots=True)
class Standing:
    """`is_on` is what holds (after the roll is fixed) or would hold if it were fixed now."""

    is_on: bool
    is_fixed: bool
    reason: str = ""
    """Why not, in words; empty where they are on it."""
    entry: str = ""
    """The text whose hash is in the published file; only its member sees it."""
    hash: str = ""
    has_voted: bool = False
    """Marked at the close and not before."""

    @property
    def words(self) -> str:
        if self.is_fixed:
            return _("You are on the roll of this vote.") if self.is_on else self.reason
        if self.is_on:
            return _("You would be on the roll if voting opened now.")
        return self.reason


def why_not(rule: RollRule, held: dict[str, bool], *, is_fixed: bool) -> str:
    """The first condition that somebody does not meet; `held` says which they meet, by the names of `RollRule.parts`."""
    if not held["account"]:
        return _("Your account is not open yet, so you are not on the roll.")
    if not held["space"]:
        return _("The roll is of members of %(space)s, and you are none.") % {
            "space": rule.space_name
        }
    if not held["suspended"]:
        if is_fixed:
            return _("You were suspended when the roll was fixed.")
        return _("You are suspended. Who is suspended when voting opens is not on the roll.")
    if held["upheld"]:
        return ""
    if not held["age"]:
        days = ngettext("%d day", "%d days", rule.account_days) % rule.account_days
        if is_fixed:
            return _(
                "The roll was fixed when voting opened. Your account was not %(days)s old then, so you cannot vote this time."
            ) % {"days": days}
        return _("Your account will not be %(days)s old when voting opens.") % {"days": days}
    if not held["activity"]:
        days = ngettext("%d day", "%d days", rule.active_days) % rule.active_days
        return _("You were not here in the %(days)s before the roll was fixed.") % {"days": days}
    if is_fixed:
        return _(
            "The roll was fixed when voting opened, and you were not on it then: you had not been here lately, were suspended, or came later."
        )
    return ""
