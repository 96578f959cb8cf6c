from django.db.models.functions import Now

from governance.models import BallotBox
from governance.secrecy import keys


def destroy_keys() -> int:
    """Destroy the keys of boxes that were emptied; returns how many. Safe to repeat, and run by each beat.

    First the file, then the note that it is gone: who is interrupted in between does it again.
    """
    done = 0
    for kept in BallotBox.objects.exclude(emptied_at=None).filter(key_destroyed_at=None):
        keys.destroy_key(kept.key_name)
        done += BallotBox.objects.filter(pk=kept.pk, key_destroyed_at=None).update(
            key_destroyed_at=Now()
        )
    return done
