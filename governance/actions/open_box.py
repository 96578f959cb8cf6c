from django.db import transaction

from governance.models import BallotBox, Proposal
from governance.paper import paper_of
from governance.secrecy import box, keys, traces


@transaction.atomic
def open_box(*, proposal: Proposal) -> BallotBox:
    """Make the key of a vote and the table its ballots go into. Part of opening the vote, in its transaction.

    Should that fail after all, a key is left that belongs to no box: it is the key of nothing.
    """
    made = BallotBox(proposal=proposal)
    made.key_hash = made.hash_of(keys.make_key(made.key_name))
    made.save()
    paper = paper_of(proposal)
    box.make(proposal.pk, options=paper.positions, most=paper.most, mark=traces.mark_of(made.uid))
    return made
