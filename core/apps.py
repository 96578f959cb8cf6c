from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Ground"

    def ready(self) -> None:
        import_module("core.compiled").add_global("slot", import_module("core.slots").render)
