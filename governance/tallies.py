"""Between the tables and the pure code that counts: what was asked, what was cast, and what is published of it."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from governance.counting import merkle
from governance.counting.outcome import Majority, Rules
from governance.counting.profile import NO, YES, Method, Profile, Question
from governance.counting.tally_file import Ballot
from governance.models import CountedBallot, Proposal

CHOICES = """
SELECT choice, count(*) FROM governance_countedballot WHERE proposal_id = %s GROUP BY choice
"""
# The leaves of tally_file.Ballot.line(), made where the ballots are; a row for each first byte of a receipt's hash.
LEAVES = """
SELECT string_agg(sha256('\\x00'::bytea || convert_to(
         encode(receipt_hash, 'hex') || ' ' || array_to_string(choice, ',')
         || CASE WHEN reason = '' THEN '' ELSE ' ' || reason END, 'UTF8')), ''::bytea
       ORDER BY receipt_hash)
FROM governance_countedballot WHERE proposal_id = %s
GROUP BY get_byte(receipt_hash, 0) ORDER BY get_byte(receipt_hash, 0)
"""


def question_and_titles(proposal: Proposal) -> tuple[Question, dict[int, str]]:
    """What was asked, withdrawn options among it, and what each position on the ballot was called. One query at most."""
    if proposal.method == Method.YES_NO:
        return Question.yes_no(), {YES: _("Yes"), NO: _("No")}
    options = list(proposal.options.order_by("position"))
    question = Question(
        method=Method(proposal.method),
        options=tuple(each.position for each in options),
        keeps=next((each.position for each in options if each.is_status_quo), None),
        withdrawn=frozenset(each.position for each in options if each.withdrawn_at),
    )
    return question, {each.position: each.title for each in options}


def rules_of(proposal: Proposal) -> Rules:
    return Rules(
        binding_quorum_percent=proposal.binding_quorum_percent,
        answer_quorum_percent=proposal.answer_quorum_percent,
        majority=Majority(proposal.majority),
        is_advisory=proposal.is_advisory,
    )


def profile_of(proposal_id: int) -> Profile:
    """The counted ballots by what they chose: as many rows as there are different ones."""
    with connection.cursor() as cursor:
        cursor.execute(CHOICES, [proposal_id])
        return Profile({tuple(choice): number for choice, number in cursor.fetchall()})


def ballots_root(proposal_id: int) -> bytes:
    """The Merkle root over the counted ballots, in the order of their receipts."""
    return merkle.root(_joined_leaves(proposal_id))


def counted_ballots(proposal_id: int) -> Iterator[Ballot]:
    """The ballots in the order of their receipts, read from the database as they are taken."""
    rows = CountedBallot.objects.filter(proposal=proposal_id).order_by("receipt_hash")
    fields = rows.values_list("receipt_hash", "choice", "reason")
    for receipt, choice, reason in fields.iterator(chunk_size=10_000):
        yield Ballot(bytes(receipt), tuple(choice), reason)


def _joined_leaves(proposal_id: int) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        if connection.in_atomic_block:  # sorting a million in 4 MB takes half as long again
            cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(LEAVES, [proposal_id])
        for (joined,) in cursor:
            yield bytes(joined)
