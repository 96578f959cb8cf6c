from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.models import SavedView
from analytics.rules import may_see_work
from core.rules import NotAllowed, demand

MOST = 50


@transaction.atomic
def save_view(*, by: Member, name: str, address: str) -> SavedView:
    """Keep a page of figures with its filters under a name; the same name again replaces what it stood for."""
    demand(may_see_work(by))
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise NotAllowed(_("Only pages of figures can be saved.")) from error
    if parts.scheme or parts.netloc or not parts.path.startswith("/insights/"):
        raise NotAllowed(_("Only pages of figures can be saved."))
    others = SavedView.objects.filter(member=by).exclude(name=name)
    if others.count() >= MOST:
        raise NotAllowed(_("You have 50 saved views. Forget one you no longer need first."))
    view, _new = SavedView.objects.update_or_create(
        member=by, name=name, defaults={"address": address}
    )
    return view


def forget_view(*, by: Member, view: SavedView) -> None:
    if view.member_id != by.pk:
        raise NotAllowed(_("This view is somebody else's."))
    view.delete()
