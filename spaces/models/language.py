from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """What is spoken in a space: search knows which forms of a word are one word."""

    ENGLISH = "en", _("English")
    DANISH = "da", _("Danish")
    DUTCH = "nl", _("Dutch")
    FINNISH = "fi", _("Finnish")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    HUNGARIAN = "hu", _("Hungarian")
    ITALIAN = "it", _("Italian")
    NORWEGIAN = "no", _("Norwegian")
    PORTUGUESE = "pt", _("Portuguese")
    ROMANIAN = "ro", _("Romanian")
    RUSSIAN = "ru", _("Russian")
    SPANISH = "es", _("Spanish")
    SWEDISH = "sv", _("Swedish")
    TURKISH = "tr", _("Turkish")
    OTHER = "other", _("Another, or several: words are taken as written")
