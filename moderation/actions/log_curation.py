from django.db import transaction

from forums.models import Curation
from moderation.models import ModerationAct


@transaction.atomic
def log_curation(*, curation: Curation) -> ModerationAct | None:
    """Bring the log in line with what was done to a topic, or undone; run again, it changes nothing."""
    if curation.kind not in Curation.PUBLIC or curation.by_id is None:
        return None
    act, _is_new = ModerationAct.objects.get_or_create(
        curation=curation,
        defaults={
            "kind": curation.kind,
            "actor_id": curation.by_id,
            "space_id": curation.topic.space_id,
            "topic_id": curation.topic_id,
            "reason": curation.reason,
            "created_at": curation.at,
        },
    )
    if (act.undone_at, act.undone_by_id) != (curation.undone_at, curation.undone_by_id):
        act.undone_at, act.undone_by_id = curation.undone_at, curation.undone_by_id
        act.save(update_fields=["undone_at", "undone_by"])
    return act
