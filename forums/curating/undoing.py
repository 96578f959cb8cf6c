"""Undo: one act for everything that was done to a topic."""

from django.db import transaction

from accounts.models import Member
from core.rules import demand
from forums.actions.locking import lock_topics
from forums.curating.changing import change_back
from forums.curating.holding import let_go
from forums.curating.merging import unmerge, unsplit
from forums.curating.rules import may_undo
from forums.models import Curation

Kind = Curation.Kind


@transaction.atomic
def undo_curation(*, by: Member, curation: Curation) -> Curation:
    """Bring back what was before. Undoing twice changes nothing more.

    Raises NotAllowed for people without the right, and where later acts stand on this one.
    """
    ids = [curation.topic_id, *([curation.other_id] if curation.other_id else [])]
    topics = lock_topics(*ids)
    rows = Curation.objects.select_for_update(of=("self",)).select_related("topic", "other")
    curation = rows.get(pk=curation.pk)
    if curation.is_undone:
        return curation
    demand(may_undo(by, curation))
    if curation.kind == Kind.MERGE:
        unmerge(curation, *topics, by=by)
    elif curation.kind == Kind.SPLIT:
        unsplit(curation, *topics, by=by)
    elif curation.kind in Curation.HOLDING:
        let_go(curation, topics[0], by=by)
    else:
        change_back(curation, topics[0], by=by)
    return curation
