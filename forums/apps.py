from importlib import import_module

from django.apps import AppConfig

from core import live
from uploads import owners


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = "Forums"

    def ready(self) -> None:
        import_module("forums.subscribers")
        import_module("forums.arrivals")
        import_module("forums.trust")
        queries = import_module("forums.queries")
        live.register("topic", queries.may_read_topic)
        owners.register("forums.post", queries.may_see_pictures)
