import hashlib
import logging
import tempfile
import uuid
from io import TextIOWrapper
from typing import IO, Any, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from governance.counting.tally_file import rules_facts, write_tally
from governance.models import Proposal, ReceiptRoot, SupersededReceipt, Tally, TallyFile
from governance.rolls.reading import roll_hashes
from governance.secrecy import signing
from governance.tallies import counted_ballots, question_and_titles, rules_of
from uploads.storing import kept

log = logging.getLogger(__name__)
FOLDER = "tallies"


class CountDoesNotHold(Exception):
    """The ballots are not those that were counted: somebody wrote into the tables since."""


def write_due_tally_files() -> int:
    """Write the public file of every count that has none; returns how many. One that fails does not hold up the others."""
    written = 0
    for proposal_id in _due().order_by("pk").values_list("proposal_id", flat=True):
        try:
            written += write_tally_file(proposal_id=proposal_id) is not None
        except (CountDoesNotHold, OSError):
            log.exception("The public file of vote %s could not be written.", proposal_id)
    return written


@transaction.atomic
def write_tally_file(*, proposal_id: int) -> TallyFile | None:
    """Write tally.json, unless it is there or another worker is at it.

    Raises CountDoesNotHold, and publishes nothing, where the ballots have another root than the count.
    """
    tally = (
        _due()
        .filter(proposal=proposal_id)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("proposal__policy", "proposal__roll")
        .first()
    )
    if tally is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '4min'")
    _clear_away(proposal_id)
    with tempfile.TemporaryFile() as file:
        text = TextIOWrapper(cast(Any, file), encoding="utf-8", newline="\n", write_through=True)
        root = _write(text, tally)
        text.detach()
        if root != bytes(tally.merkle_root or b""):
            raise CountDoesNotHold(f"Vote {proposal_id}: the ballots' root is {root.hex()} now.")
        return _keep(tally, file)


def _due() -> QuerySet[Tally]:
    """Votes of earlier releases have no roots, and no file."""
    return Tally.objects.filter(file=None).exclude(
        Q(merkle_root=None) | Q(proposal__roll__entries_root=None)
    )


def _write(out: IO[str], tally: Tally) -> bytes:
    proposal, pk = tally.proposal, tally.proposal_id
    replaced = SupersededReceipt.objects.filter(proposal=pk).order_by("receipt_hash")
    hashes = replaced.values_list("receipt_hash", flat=True)
    return write_tally(
        out,
        head_of(proposal, tally),
        entries=roll_hashes(proposal.roll),
        superseded=(bytes(each) for each in hashes.iterator(chunk_size=10_000)),
        ballots=counted_ballots(pk),
    )


def head_of(proposal: Proposal, tally: Tally) -> dict[str, Any]:
    """The part of the file that people read."""
    roll, moments = proposal.roll, (proposal.voting_opens, proposal.closes, tally.counted_at)
    question, titles = question_and_titles(proposal)
    opened, closed, counted = (each.isoformat() if each else None for each in moments)
    return {
        "vote": {
            "id": proposal.pk, "title": proposal.title,
            "url": settings.SITE_URL + proposal.get_absolute_url(),
            "policy": proposal.policy.slug, "opened": opened, "closed": closed, "counted": counted,
        },
        "rules": rules_facts(question, titles, rules_of(proposal)),
        "roll": {
            "rule": roll.rule_words, "rule_as_facts": roll.rule, "size": roll.size,
            "root": bytes(roll.entries_root or b"").hex(), "shown_the_ballot": tally.shown,
        },
        "tally": tally.counts,
        "root": bytes(tally.merkle_root or b"").hex(),
        "receipt_roots": _receipt_roots(proposal),
    }  # fmt: skip


def _receipt_roots(proposal: Proposal) -> dict[str, Any]:
    days = ReceiptRoot.objects.filter(proposal=proposal).order_by("day").defer("leaves")
    roots = [
        {
            "number": number, "day": each.day.isoformat(), "count": each.count,
            "root": bytes(each.root).hex(), "signature": bytes(each.signature).hex(),
        }
        for number, each in enumerate(days, 1)
    ]  # fmt: skip
    return {"public_key": signing.public_key().hex() if roots else "", "roots": roots}


def _keep(tally: Tally, file: IO[bytes]) -> TallyFile:
    file.seek(0)
    digest = hashlib.file_digest(cast(Any, file), "sha256").hexdigest()
    size = file.tell()
    file.seek(0)
    path = f"{FOLDER}/{tally.proposal_id}-{uuid.uuid4().hex}.json"
    with kept([(path, File(file))]):
        return TallyFile.objects.create(tally=tally, stored_as=path, bytes=size, sha256=digest)


def _clear_away(proposal_id: int) -> None:
    """What a worker left that was killed while it wrote; the caller holds the tally."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    for name in names:
        if name.startswith(f"{proposal_id}-"):
            default_storage.delete(f"{FOLDER}/{name}")
