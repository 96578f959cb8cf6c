from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.privacy import belongings
from accounts.privacy.belongings import OwnFile, Section
from content.models import Article, Asset, AssetDownload


def _brought(member: Member) -> Iterator[OwnFile]:
    for asset in Asset.objects.filter(author=member).select_related("document").iterator(500):
        yield OwnFile(f"{asset.pk}-{asset.document.name}", asset.document.stored_as)


belongings.add(
    Section(
        key="articles", order=50, title=_("Articles you wrote"), source=_("You wrote it."),
        models=("content.Article",),
        rows=lambda member: Article.objects.filter(author=member),
        columns={
            "created_at": _("Begun"), "title": _("Title"), "standfirst": _("Standfirst"), "source": _("Text"),
            "state": _("State"), "published_at": _("Published"),
        },
    ),
    Section(
        key="library", order=51, title=_("Files you put into the library"), source=_("You brought it."),
        models=("content.Asset", "uploads.Document"),
        rows=lambda member: Asset.objects.filter(author=member),
        columns={
            "published_at": _("When"), "title": _("Title"), "description": _("Description"),
            "document__name": _("File"), "withdrawn_at": _("Taken back"),
        },
        files=_brought,
    ),
    Section(
        key="downloads", order=52, title=_("Files you took from the library"), source=_("You did it."),
        models=("content.AssetDownload",),
        rows=lambda member: AssetDownload.objects.filter(member=member),
        columns={"at": _("When"), "asset__title": _("File")},
    ),
)  # fmt: skip
