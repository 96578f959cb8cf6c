from django.apps import AppConfig

from core import slots


class UploadsConfig(AppConfig):
    name = "uploads"
    verbose_name = "Files and images"

    def ready(self) -> None:
        slots.fill("settings_nav", "uploads/mine/_nav.html", order=40)
