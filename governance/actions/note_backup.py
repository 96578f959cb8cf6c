from django.db import transaction

from governance.models import BallotBox
from governance.secrecy import keys


@transaction.atomic
def note_backup(*, name: str) -> int:
    """Note a backup that holds ballots of open votes, to be destroyed after their close; returns of how many votes."""
    boxes = list(BallotBox.objects.select_for_update().filter(emptied_at=None))
    for kept in boxes:
        kept.backups = [*kept.backups, name]
        kept.save(update_fields=["backups"])
    return len(boxes)


def votes_without_key() -> list[int]:
    """Open votes whose key is not on this machine, as after a restore elsewhere."""
    boxes = BallotBox.objects.filter(emptied_at=None).order_by("proposal")
    return [kept.proposal_id for kept in boxes if not keys.has_key(kept.key_name)]
