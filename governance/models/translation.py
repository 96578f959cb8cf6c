from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.models.policy import PolicyVersion
from spaces.models import Language


class PolicyTranslationQuerySet(models.QuerySet["PolicyTranslation"]):
    def current(self) -> PolicyTranslationQuerySet:
        return self.filter(replaced_at=None)


class PolicyTranslation(models.Model):
    """A version of a policy in another language, to read it by; the version itself is what holds.

    A better translation replaces an earlier one, which stays as a row: what people read when they accepted is known.
    """

    version = models.ForeignKey(
        PolicyVersion, on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(max_length=5, choices=Language)
    title = models.CharField(max_length=120)
    source = models.TextField()
    html = models.TextField()
    summary = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = PolicyTranslationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(replaced_at=None),
                name="one_translation_a_language",
            ),
            models.CheckConstraint(
                condition=~Q(language=Language.OTHER), name="translation_names_its_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} in {self.language}"

    @property
    def tag(self) -> str:
        """The language as HTML and browsers name it."""
        return _TAGS.get(self.language, self.language)

    @property
    def name(self) -> str:
        """The language as those who read it call it."""
        return str(OWN_NAMES.get(self.language) or self.get_language_display())


_TAGS: dict[str, str] = {Language.NORWEGIAN: "nb"}
OWN_NAMES = {
    "en": "English", "da": "Dansk", "nl": "Nederlands", "fi": "Suomi", "fr": "Français", "de": "Deutsch",
    "hu": "Magyar", "it": "Italiano", "no": "Norsk", "pt": "Português", "ro": "Română", "ru": "Русский",
    "es": "Español", "sv": "Svenska", "tr": "Türkçe", "other": _("the original"),
}  # fmt: skip
