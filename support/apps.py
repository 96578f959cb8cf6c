from importlib import import_module

from django.apps import AppConfig

from core import live
from uploads import owners


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = "Support"

    def ready(self) -> None:
        import_module("support.belongings")
        import_module("support.arrivals")
        import_module("support.subscribers")
        import_module("support.menus").fill_slots()
        watching = import_module("support.watching")
        live.register("desk", watching.may_watch_desk)
        live.register("case", watching.may_watch_case)
        file = import_module("support.models").CaseFile
        owners.register(file.USED_BY, watching.may_see_files)
