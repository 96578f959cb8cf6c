from datetime import date

from django.db import connection, transaction

from governance.counting import merkle
from governance.models import BallotBox, Proposal, ReceiptRoot
from governance.secrecy import box, grouping, keys, signing


@transaction.atomic
def publish_receipts(*, proposal_id: int) -> ReceiptRoot | None:
    """Publish the receipts that came in, once a day from the day after the opening on; None where there is nothing to.

    What is published is noted beside the key as well: a database put back from a backup does not know it any more.
    """
    proposal = (
        Proposal.objects.open_to_ballots()
        .select_for_update(no_key=True)
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        return None
    kept, today = BallotBox.objects.get(proposal=proposal), _today()
    made = list(ReceiptRoot.objects.filter(proposal=proposal).order_by("day"))
    if today <= kept.opened_at.date() or (made and made[-1].day >= today):
        return None
    published = {leaf for each in made for leaf in leaves_of(each)}
    leaves = grouping.group(set(box.receipts(proposal_id)) - published)
    if not leaves:
        return None
    root = _signed(proposal_id, number=len(made) + 1, day=today, leaves=leaves)
    transaction.on_commit(lambda: _note(kept, len(made) + 1, bytes(root.root)))
    return root


def leaves_of(root: ReceiptRoot) -> list[bytes]:
    """The hashes of receipts that were published, sorted."""
    whole = bytes(root.leaves)
    return [whole[at : at + merkle.SIZE] for at in range(0, len(whole), merkle.SIZE)]


def lost_receipts(proposal: Proposal) -> str:
    """What was published and is in the box no longer, in words for a log; nothing where all is there."""
    kept = BallotBox.objects.get(proposal=proposal)
    made = list(ReceiptRoot.objects.filter(proposal=proposal).order_by("day"))
    noted = keys.notes(kept.key_name)
    known = [bytes(each.root) for each in made]
    if len(noted) > len(known) or noted != known[: len(noted)]:
        return f"{len(noted)} lists of receipts were published, the database knows {len(made)}"
    published = {leaf for each in made for leaf in leaves_of(each)}
    if missing := published - box.all_receipts(proposal.pk):
        return f"{len(missing)} published receipts are not in the box"
    return ""


def _signed(proposal_id: int, *, number: int, day: date, leaves: list[bytes]) -> ReceiptRoot:
    root = merkle.root(map(merkle.leaf, leaves))
    words = signing.statement(
        proposal_id=proposal_id, number=number, day=day, count=len(leaves), root=root
    )
    return ReceiptRoot.objects.create(
        proposal_id=proposal_id, day=day, count=len(leaves), root=root,
        leaves=b"".join(leaves), signature=signing.sign(words),
    )  # fmt: skip


def _note(kept: BallotBox, number: int, root: bytes) -> None:
    keys.note(kept.key_name, number, root)


def _today() -> date:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE 'UTC')::date")
        (today,) = cursor.fetchone()
    return today
