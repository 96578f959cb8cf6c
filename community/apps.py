from importlib import import_module

from django.apps import AppConfig

from community import checks  # noqa: F401 (registers the start-up checks)
from community.celery import app as celery_app  # noqa: F401 (so that every process knows the broker)


class CommunityConfig(AppConfig):
    name = "community"
    label = "community"
    verbose_name = "Community"

    def ready(self) -> None:
        import_module("community.cached")
