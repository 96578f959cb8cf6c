"""The box of a vote: a table of its own, made as voting opens and dropped at the close.

A row is a ballot under its pseudonym, or, without pseudonym and choice, the receipt of a ballot that was changed. There is
no member, no time and no number in it. The database itself refuses what is early or late, a second ballot of a pseudonym, a
receipt that was used before, a choice that was not on the ballot, and to take a ballot out.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, connections, transaction
from psycopg import errors, sql

from core.planned import planned

LONGEST_REASON = 500
MARK_SIZE = 16

MAKE = """
CREATE TABLE {box} (
  pseudonym bytea,
  choice smallint[],
  receipt_hash bytea NOT NULL,
  reason text NOT NULL DEFAULT '',
  -- The same in every row: by it whatever is left of the box is found in any file.
  mark bytea NOT NULL DEFAULT {mark},
  CONSTRAINT {one_each} UNIQUE (pseudonym),
  CONSTRAINT {once_used} UNIQUE (receipt_hash),
  CONSTRAINT {on_ballot} CHECK (
    (pseudonym IS NULL) = (choice IS NULL)
    AND (choice IS NULL OR cardinality(choice) <= {most} AND choice <@ {options} AND {each_once})
    AND length(receipt_hash) = 32 AND char_length(reason) <= {longest})
-- Never sampled for statistics: those would keep what is in it elsewhere.
) WITH (autovacuum_enabled = false);
CREATE TRIGGER ballot_in_time BEFORE INSERT OR UPDATE ON {box}
  FOR EACH ROW EXECUTE FUNCTION governance_ballot_into_box({proposal});
CREATE TRIGGER ballot_replaced AFTER UPDATE ON {box}
  FOR EACH ROW EXECUTE FUNCTION governance_keep_replaced_receipt();
CREATE TRIGGER ballot_stays BEFORE DELETE ON {box}
  FOR EACH ROW EXECUTE FUNCTION governance_ballot_stays();
CREATE TRIGGER ballots_stay BEFORE TRUNCATE ON {box}
  FOR EACH STATEMENT EXECUTE FUNCTION governance_ballot_stays();
"""

# On the roll, in time, changed or new: one statement, one way to the database and back.
CAST = """
WITH entry AS MATERIALIZED (
  SELECT FROM governance_rollentry entry JOIN governance_roll roll ON roll.id = entry.roll_id
  WHERE roll.proposal_id = %(proposal)s AND entry.member_id = %(member)s
), cast_now AS (
  INSERT INTO {box} AS box (pseudonym, choice, receipt_hash, reason)
  SELECT %(pseudonym)s, %(choice)s::smallint[], %(receipt)s, %(reason)s FROM entry
  ON CONFLICT (pseudonym) DO UPDATE
    SET choice = EXCLUDED.choice, receipt_hash = EXCLUDED.receipt_hash, reason = EXCLUDED.reason
    WHERE box.receipt_hash <> EXCLUDED.receipt_hash
  RETURNING true
)
SELECT EXISTS (SELECT FROM entry), EXISTS (SELECT FROM cast_now)
"""
SAME = """
SELECT choice = %(choice)s::smallint[] AND reason = %(reason)s
FROM {box} WHERE pseudonym = %(pseudonym)s AND receipt_hash = %(receipt)s
"""


class Answer(StrEnum):
    """What became of a ballot that was handed in."""

    TAKEN = "taken"
    NOT_ON_ROLL = "not on the roll"
    NOT_OPEN = "not open"
    RECEIPT_USED = "receipt used"
    NOT_ON_BALLOT = "not on the ballot"


class Found(StrEnum):
    """What is known of a receipt while voting runs; never what its ballot says."""

    RECORDED = "recorded"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a member hands in: positions in order of preference; none of them abstains."""

    member_id: int
    pseudonym: bytes
    choice: list[int]
    receipt: bytes  # its hash
    reason: str = ""


def table(proposal_id: int) -> str:
    return f"governance_box_{int(proposal_id)}"


def make(proposal_id: int, *, options: Sequence[int], most: int, mark: bytes) -> None:
    """Make the table. `options` are the positions on the ballot, of which `most` may be named."""
    name = table(proposal_id)
    parts = {
        "box": sql.Identifier(name),
        "mark": sql.Literal(mark),
        "one_each": sql.Identifier(f"{name}_one_each"),
        "once_used": sql.Identifier(f"{name}_once_used"),
        "on_ballot": sql.Identifier(f"{name}_on_ballot"),
        "most": sql.Literal(most),
        "options": sql.SQL("ARRAY[{}]::smallint[]").format(
            sql.SQL(",").join(map(sql.Literal, options))
        ),
        "each_once": sql.SQL("governance_names_each_once(choice)" if most > 1 else "true"),
        "longest": sql.Literal(LONGEST_REASON),
        "proposal": sql.Literal(str(proposal_id)),
    }
    here: Any = connections[DEFAULT_DB_ALIAS]
    with here.cursor() as cursor:
        cursor.execute(sql.SQL(MAKE).format(**parts).as_string(here.connection))


def exists(proposal_id: int) -> bool:
    rows = planned("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table(proposal_id)}"])
    return bool(rows[0][0])


def put(proposal_id: int, ballot: Ballot) -> Answer:
    """Hand a ballot in. The same ballot twice is taken once; late is by the database's clock."""
    given = {
        "proposal": proposal_id, "member": ballot.member_id, "pseudonym": ballot.pseudonym,
        "choice": ballot.choice, "receipt": ballot.receipt, "reason": ballot.reason,
    }  # fmt: skip
    try:
        with _alone():
            on_roll, taken = planned(CAST.format(box=table(proposal_id)), given)[0]
    except DatabaseError as error:
        return _refusal(error)
    if taken:
        return Answer.TAKEN
    if not on_roll:
        return Answer.NOT_ON_ROLL
    same = planned(SAME.format(box=table(proposal_id)), given)
    return Answer.TAKEN if same and same[0][0] else Answer.RECEIPT_USED


def has_cast(proposal_id: int, pseudonym: bytes) -> bool:
    with _gone_is([(False,)]) as answer:
        text = f"SELECT EXISTS (SELECT FROM {table(proposal_id)} WHERE pseudonym = %s)"  # noqa: S608
        answer[:] = planned(text, [pseudonym])
    return bool(answer[0][0])


def count(proposal_id: int) -> int:
    """How many have cast a ballot; no page asks this, the beat does."""
    with _gone_is([(0,)]) as answer:
        text = f"SELECT count(pseudonym) FROM {table(proposal_id)}"  # noqa: S608
        answer[:] = planned(text, [])
    return int(answer[0][0])


def find(proposal_id: int, receipt: bytes) -> Found:
    with _gone_is([]) as answer:
        text = f"SELECT pseudonym IS NULL FROM {table(proposal_id)} WHERE receipt_hash = %s"  # noqa: S608
        answer[:] = planned(text, [receipt])
    if not answer:
        return Found.UNKNOWN
    return Found.REPLACED if answer[0][0] else Found.RECORDED


def receipts(proposal_id: int) -> list[bytes]:
    """The hashes of all receipts that hold at this moment, sorted."""
    text = f"SELECT receipt_hash FROM {table(proposal_id)} WHERE pseudonym IS NOT NULL ORDER BY 1"  # noqa: S608
    return [bytes(each) for (each,) in planned(text, [])]


def all_receipts(proposal_id: int) -> set[bytes]:
    """Those of changed ballots, too."""
    text = f"SELECT receipt_hash FROM {table(proposal_id)}"  # noqa: S608
    return {bytes(each) for (each,) in planned(text, [])}


def pseudonyms(proposal_id: int) -> set[bytes]:
    """Those who have cast a ballot, for the close: read in pieces, never with what they chose."""
    text = f"SELECT pseudonym FROM {table(proposal_id)} WHERE pseudonym IS NOT NULL"  # noqa: S608
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(text)
        return {bytes(each) for (each,) in cursor}


def shut(proposal_id: int) -> None:
    """Wait for ballots on their way and let no more in until this transaction ends. Pages go on reading."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table(proposal_id)} IN SHARE ROW EXCLUSIVE MODE")


def drop(proposal_id: int) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"DROP TABLE {table(proposal_id)}")


def _refusal(error: DatabaseError) -> Answer:
    cause = error.__cause__
    if isinstance(cause, errors.UndefinedTable):
        return Answer.NOT_OPEN  # before the opening, or after the close
    if isinstance(error, IntegrityError) and isinstance(cause, errors.Error):
        if cause.diag.constraint_name == "ballot_in_time":
            return Answer.NOT_OPEN
        if isinstance(cause, errors.UniqueViolation):
            return Answer.RECEIPT_USED
        if isinstance(cause, errors.CheckViolation):
            return Answer.NOT_ON_BALLOT
    raise error


def _alone() -> Any:
    """One statement is a transaction of its own; within a larger one, its failure must not break that."""
    here = connections[DEFAULT_DB_ALIAS]
    return transaction.atomic() if here.in_atomic_block else nullcontext()


@contextmanager
def _gone_is(instead: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """What to answer where there is no box: the vote is not open yet, or was closed this moment."""
    answer = list(instead)
    try:
        with _alone():
            yield answer
    except DatabaseError as error:
        if not isinstance(error.__cause__, errors.UndefinedTable):
            raise
