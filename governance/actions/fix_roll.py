"""The roll of a vote: fixed once, in the transaction that opens it, by three statements whatever its size."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import ngettext

from accounts.actions import note_activity
from governance.models import Proposal, Roll
from governance.rolls.hashes import HASH_SQL, root_of
from governance.rolls.reading import pages_of
from governance.rolls.rule import RollRule

# The salts come from one secret that is thrown away with the statement: a million random numbers of their own would
# take longer than all the rest.
_FILL = """
WITH seed AS MATERIALIZED (
  SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS secret
)
INSERT INTO governance_rollentry (roll_id, member_id, salt)
SELECT roll.id, member.id, substr(sha256(seed.secret || int8send(member.id)), 1, 16)
FROM seed, governance_roll AS roll, accounts_member AS member
WHERE roll.id = {roll_id} AND {condition}
"""
# A page for each first byte of a hash: all of them in order, and none of them large.
_PUBLISH = """
INSERT INTO governance_rollpage (roll_id, number, hashes)
SELECT {roll_id}, get_byte(hash, 0), string_agg(hash, ''::bytea ORDER BY hash)
FROM (SELECT {hash} AS hash FROM governance_rollentry AS entry WHERE entry.roll_id = {roll_id}) AS hashed
GROUP BY get_byte(hash, 0)
"""


@transaction.atomic
def fix_roll(*, proposal: Proposal, at: datetime | None = None) -> Roll:
    """Fix who may vote, by the proposal's rule and the database's clock; expects `policy__space` to be loaded.

    To be called by whoever holds the proposal's row and opens the vote in the same transaction: from then on the
    database refuses every change of the roll. Raises IntegrityError where it is fixed already. `at` is for planted
    communities, whose votes opened before they were planted.
    """
    rule = RollRule.of(proposal)
    note_activity(within=timedelta(days=rule.active_days or 1))
    upheld = proposal.roll_objections.upheld().count()
    roll = Roll(
        proposal=proposal,
        rule_words=_in_words(rule, upheld),
        rule=rule.facts | {"upheld": upheld},
    )
    if at:
        roll.fixed_at = at
    roll.save()
    roll.refresh_from_db(fields=["fixed_at"])
    with connection.cursor() as cursor:
        # A page may not wait so long, this may; and a million hashes are put in order in memory.
        cursor.execute("SET LOCAL statement_timeout = '4min'")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(_FILL.format(roll_id=roll.pk, condition=rule.condition("roll.fixed_at")))
        roll.size = cursor.rowcount
        cursor.execute(
            _PUBLISH.format(roll_id=roll.pk, hash=HASH_SQL.format(proposal_id=proposal.pk))
        )
    roll.entries_root = root_of(pages_of(roll))
    roll.save(update_fields=["size", "entries_root"])
    return roll


def _in_words(rule: RollRule, upheld: int) -> str:
    if not upheld:
        return rule.words
    besides = ngettext(
        "Besides, %d member whose objection was upheld.",
        "Besides, %d members whose objections were upheld.",
        upheld,
    )
    return f"{rule.words} {besides % upheld}"
