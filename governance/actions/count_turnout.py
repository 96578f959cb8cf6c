from functools import partial

from django.db import connection, transaction

from core import live
from governance.models import Proposal, Roll, RollEntry
from governance.rolls.shown import write_shown
from governance.secrecy import box


def count_turnout() -> int:
    """Count who has voted and who was shown the ballot, in votes that are open; returns in how many that changed.

    Run by beat, so that no page counts and no ballot tells: open pages hear that there were some, once in a while.
    """
    write_shown()
    rolls = Roll.objects.filter(proposal__state=Proposal.State.VOTING).order_by("pk")
    return sum(settle_turnout(roll_id=roll) for roll in rolls.values_list("pk", flat=True))


@transaction.atomic
def settle_turnout(*, roll_id: int) -> bool:
    """Keep on the roll how many of it have voted and were shown the ballot; whether that changed.

    While voting runs the box alone knows how many voted; the roll is marked at the close, for all at once. Whoever
    voted was shown the ballot, wherever they found it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '60s'")
    roll = Roll.objects.select_for_update(no_key=True).get(pk=roll_id)
    voted = box.count(roll.proposal_id)
    shown = max(voted, RollEntry.objects.filter(roll=roll, shown=True).count())
    if (roll.voted_count, roll.shown_count) == (voted, shown):
        return False
    roll.voted_count, roll.shown_count = voted, shown
    roll.save(update_fields=["voted_count", "shown_count"])
    transaction.on_commit(partial(live.tell, f"proposal:{roll.proposal_id}", "turnout"))
    return True
