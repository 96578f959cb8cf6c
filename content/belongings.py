from django.utils.translation import gettext_lazy as _

from accounts import belongings
from accounts.belongings import Section
from content.models import Article

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
)  # fmt: skip
