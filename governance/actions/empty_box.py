import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from governance.actions.destroy_keys import destroy_keys
from governance.models import BallotBox, Proposal, RollEntry
from governance.secrecy import box, keys
from governance.secrecy.pseudonyms import pseudonym

# By the hash of a seed that exists for this one statement and a receipt: no order that anything else knows.
REWRITE = """
INSERT INTO governance_countedballot (proposal_id, receipt_hash, choice, reason)
SELECT %(proposal)s, receipt_hash, choice, reason FROM {box} WHERE pseudonym IS NOT NULL
ORDER BY sha256(%(seed)s || receipt_hash)
"""
KEEP_REPLACED = """
INSERT INTO governance_supersededreceipt (proposal_id, receipt_hash)
SELECT %(proposal)s, receipt_hash FROM {box} WHERE pseudonym IS NULL
ORDER BY sha256(%(seed)s || receipt_hash)
"""
# One statement for all, in the order of the roll: when somebody voted is in no system column either.
MARK_ROLL = "UPDATE governance_rollentry SET voted = true WHERE id = ANY(%s)"


@transaction.atomic
def empty_box(*, proposal: Proposal) -> int:
    """Rewrite the ballots in random order, mark on the roll who voted, and drop the box; returns how many ballots.

    Part of the close, in its transaction and before its count; the key is destroyed once that is committed. Raises
    keys.KeyMissing and changes nothing where the key is not there.
    """
    kept = BallotBox.objects.select_for_update().get(proposal=proposal)
    key = keys.read_key(kept.key_name)
    box.shut(proposal.pk)
    _mark_roll(proposal, key)
    given: dict[str, Any] = {"proposal": proposal.pk, "seed": secrets.token_bytes(32)}
    with connection.cursor() as cursor:
        cursor.execute(REWRITE.format(box=box.table(proposal.pk)), given)
        ballots = cursor.rowcount
        cursor.execute(KEEP_REPLACED.format(box=box.table(proposal.pk)), given)
    _put_away(kept)
    return ballots


@transaction.atomic
def discard_box(*, proposal: Proposal) -> None:
    """Throw the ballots of a void vote away, uncounted and unseen; its key with them. Safe to repeat."""
    kept = BallotBox.objects.select_for_update().filter(proposal=proposal, emptied_at=None).first()
    if kept is not None:
        box.shut(proposal.pk)
        _put_away(kept)


def _mark_roll(proposal: Proposal, key: bytes) -> None:
    cast = box.pseudonyms(proposal.pk)
    entries = RollEntry.objects.filter(roll__proposal=proposal).order_by("pk")
    voted = [
        entry
        for entry, member in entries.values_list("pk", "member_id").iterator(chunk_size=50_000)
        if pseudonym(key, member) in cast
    ]
    with connection.cursor() as cursor:
        cursor.execute(MARK_ROLL, [voted])


def _put_away(kept: BallotBox) -> None:
    box.drop(kept.proposal_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        (lsn,) = cursor.fetchone()
    BallotBox.objects.filter(pk=kept.pk).update(
        emptied_at=Now(),
        emptied_lsn=lsn,
        traces_due=Now() + timedelta(days=settings.VOTE_TRACES_DAYS),
    )
    transaction.on_commit(destroy_keys)
