"""A file of the library, pressed for by a visitor and handed out as they arrive."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Member, WaitingAct
from accounts.waiting.kinds import Kind, Press, register
from content.models import Asset
from content.rules import may_download
from core.rules import demand


def read_download(request: HttpRequest) -> Press:
    asset = (
        Asset.objects.visible_to(request.user).filter(slug=request.POST.get("asset", "")).first()
    )
    if asset is None:
        raise Http404
    label = _("Download “%s”") % asset.title
    return Press({"asset": asset.pk}, label, asset.get_absolute_url())


def offer_download(by: Member, act: WaitingAct) -> str:
    """They land on its page, where the file starts."""
    asset = Asset.objects.visible_to(by).filter(pk=act.facts.get("asset")).first()
    if asset is None:
        raise Http404
    demand(may_download(by, asset))
    return f"{asset.get_absolute_url()}?download=1"


register(
    Kind("content.download", gettext_lazy("Your download starts."), offer_download, read_download)
)
