from importlib import import_module

from django.apps import AppConfig

from core import slots


class IntegrationsConfig(AppConfig):
    name = "integrations"
    verbose_name = "Integrations"

    def ready(self) -> None:
        import_module("integrations.belongings")
        import_module("integrations.subscribers")
        origins = import_module("integrations.origins")
        slots.fill("post_origin", "integrations/post/_origin.html", context=origins.origin)
