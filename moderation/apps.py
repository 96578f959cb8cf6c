from importlib import import_module

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        import_module("moderation.belongings")
        import_module("moderation.trust")
        import_module("moderation.subscribers")
        import_module("moderation.menus").fill_slots()
