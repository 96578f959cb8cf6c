from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed
from events.publishing import publish
from forums.kinds.events import VoiceMeasured
from forums.kinds.noise import count_voice, noise_budget
from forums.kinds.rules import may_exceed_noise
from forums.models import NoiseSpending, Topic
from spaces.models import Space


@transaction.atomic
def spend_noise(*, by: Member, topic: Topic, reason: str = "") -> NoiseSpending:
    """Count a topic against its space's noise budget, once; the space's row lock keeps two from sharing the last place.

    Raises NotAllowed where the budget is spent, with the date of the next; administrators go beyond it with a reason.
    """
    space = Space.objects.select_for_update(no_key=True).get(pk=topic.space_id)
    held = NoiseSpending.objects.filter(topic=topic).first()
    if held:
        return held
    budget = noise_budget(space)
    if budget.left:
        reason = ""
    elif not may_exceed_noise(by):
        raise NotAllowed(
            _("The noise budget of %(space)s is spent: %(budget)s")
            % {"space": space, "budget": budget}
        )
    elif not reason.strip():
        raise NotAllowed(
            _(
                "The noise budget of %(space)s is spent: %(budget)s Say why this goes beyond it; that stays on record."
            )
            % {"space": space, "budget": budget}
        )
    return NoiseSpending.objects.create(
        topic=topic, space=space, spent_by=by, reason=reason.strip()[:300]
    )


def measure_voices() -> int:
    """Bring each space's published share of voice up to date; returns how many changed."""
    return sum(_measure_voice(space) for space in Space.objects.all())


@transaction.atomic
def _measure_voice(space: Space) -> bool:
    posts, ours = count_voice(space)
    old = Space.objects.filter(pk=space.pk).exclude(voice_posts=posts, voice_of_company=ours)
    if not old.update(voice_posts=posts, voice_of_company=ours):
        return False
    publish(VoiceMeasured(space_id=space.pk))
    return True
