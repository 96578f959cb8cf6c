"""Following, pressed by a visitor and done as they arrive."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.models import Tag

from accounts.models import Member, WaitingAct
from accounts.waiting.kinds import Kind, Press, register
from forums.models import Board, Topic
from governance.models import Policy
from notifications.actions import follow
from notifications.models.subscription import Target, address_of, field_of
from notifications.rules import is_open_to
from spaces.models import Space

TARGETS: dict[str, type[Any]] = {
    "topic": Topic,
    "board": Board,
    "space": Space,
    "person": Member,
    "tag": Tag,
    "policy": Policy,
}


def read_target(request: HttpRequest) -> Target:
    """What a form names by topic, board, space, person, tag or policy; raises Http404. Who may see it, the caller asks."""
    for field, model in TARGETS.items():
        number = request.POST.get(field, "")
        if number.isascii() and number.isdigit() and len(number) < 19:
            target = model.objects.filter(pk=number).first()
            if target is not None:
                return target
    raise Http404("There is nothing to follow.")


def read_following(request: HttpRequest) -> Press:
    target = read_target(request)
    if not is_open_to(request.user, target):
        raise Http404("There is nothing to follow.")
    label = _("Following “%s”") % target
    return Press({field_of(target): target.pk}, label, address_of(target))


def follow_at_last(by: Member, act: WaitingAct) -> str:
    ((field, number),) = act.facts.items()
    target = TARGETS[field].objects.filter(pk=number).first()
    if target is None:
        raise Http404
    follow(member=by, target=target)
    return address_of(target)


register(
    Kind("notifications.follow", gettext_lazy("You follow it now."), follow_at_last, read_following)
)
