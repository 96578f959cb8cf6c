"""Who is on a roll: the rule in words, as code, and as the very condition that the database is asked.

One list says it all, so that the words on the page, the reason somebody is told, and the roll itself cannot drift apart.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.process.periods import ACCOUNT_DAYS, ACTIVE_DAYS

# Activity is any page read while signed in: noted once an hour a session, carried to members in batches
# (accounts.actions.note_activity). Joining and signing in count, too.
LAST_ACTIVE = "greatest(member.seen_at, member.last_login, member.joined_at)"
IS_ACCOUNT = "member.is_active AND NOT member.is_placeholder AND NOT member.is_waiting"
NOT_SUSPENDED = "(member.suspended_until IS NULL OR member.suspended_until <= {at})"
OLD_ENOUGH = "member.joined_at <= {at} - interval '{account_days} days'"
ACTIVE = LAST_ACTIVE + " >= {at} - interval '{active_days} days'"
IN_SPACE = (
    "EXISTS (SELECT FROM spaces_membership place"
    " WHERE place.member_id = member.id AND place.space_id = {space_id} AND place.joined_at <= {at})"
)
# An objection the company upheld stands for age and activity; it opens no space and ends no suspension.
UPHELD = (
    "EXISTS (SELECT FROM governance_rollobjection AS objection"
    "\n      WHERE objection.member_id = member.id AND objection.proposal_id = {proposal_id}\n      AND objection.is_upheld)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRule:
    """The rule of one vote. Days are whole numbers: nothing else is ever written into the condition."""

    proposal_id: int
    active_days: int = ACTIVE_DAYS
    """0: whoever has an account, however long they were away."""
    account_days: int = ACCOUNT_DAYS
    space_id: int | None = None
    space_name: str = ""

    @classmethod
    def of(cls, proposal: Any) -> "RollRule":
        """The rule a proposal was given; expects `policy__space` to be loaded."""
        usual = {"active_days": ACTIVE_DAYS, "account_days": ACCOUNT_DAYS}
        kept, space = proposal.roll_rule or usual, proposal.policy.space
        return cls(
            proposal_id=int(proposal.pk),
            active_days=int(kept.get("active_days", 0)),
            account_days=int(kept.get("account_days", 0)),
            space_id=space and int(space.pk),
            space_name=space.name if space else "",
        )

    @property
    def words(self) -> str:
        who = _("Every member of %s") % self.space_name if self.space_id else _("Every member")
        active = ngettext("%d day", "%d days", self.active_days) % self.active_days
        old = ngettext("%d day", "%d days", self.account_days) % self.account_days
        if self.active_days:
            return _(
                "%(who)s who was here in the last %(active)s, whose account was at least %(old)s old, and who was not suspended."
            ) % {"who": who, "active": active, "old": old}
        return _("%(who)s whose account was at least %(old)s old, and who was not suspended.") % {
            "who": who,
            "old": old,
        }

    @property
    def facts(self) -> dict[str, Any]:
        """The rule for machines, as the roll keeps it."""
        return {
            "active_days": self.active_days,
            "account_days": self.account_days,
            "space": self.space_id,
            "suspended": False,
        }

    def parts(self, at: str) -> dict[str, str]:
        """Each condition by its name. `at` is the SQL of the moment that is meant."""
        found = {
            "account": IS_ACCOUNT,
            "suspended": NOT_SUSPENDED,
            "space": IN_SPACE if self.space_id else "true",
            "age": OLD_ENOUGH,
            "activity": ACTIVE if self.active_days else "true",
            "upheld": UPHELD,
        }
        filling = {
            "at": at,
            "account_days": int(self.account_days),
            "active_days": int(self.active_days),
            "space_id": int(self.space_id or 0),
            "proposal_id": int(self.proposal_id),
        }
        return {name: text.format(**filling) for name, text in found.items()}

    def condition(self, at: str = "statement_timestamp()") -> str:
        """Who is on the roll, as SQL over `accounts_member AS member`."""
        part = self.parts(at)
        must = [part[name] for name in ("account", "suspended", "space") if part[name] != "true"]
        lines = [*must, f"(({part['age']}\n    AND {part['activity']})\n    OR {part['upheld']})"]
        return "\nAND ".join(lines)

    @property
    def code(self) -> str:
        """The statement as the page shows it: what decides, with nothing left out."""
        return f"SELECT member.id FROM accounts_member AS member\nWHERE {self.condition('fixed_at').replace(chr(10), chr(10) + '  ')}"  # noqa: S608 - shown, and never run with what anybody typed
