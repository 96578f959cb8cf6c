from importlib import import_module

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = "Support"

    def ready(self) -> None:
        import_module("support.belongings")
        import_module("support.arrivals")
        import_module("support.subscribers")
        import_module("support.menus").fill_slots()
