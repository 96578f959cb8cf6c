from importlib import import_module

from django.apps import AppConfig

from core import slots


class IntegrationsConfig(AppConfig):
    name = "integrations"
    verbose_name = "Integrations"

    def ready(self) -> None:
        import_module("integrations.belongings")
        import_module("integrations.subscribers")
        handing = import_module("integrations.views.hand_over")
        slots.fill("case_story", "integrations/help_desk/_case.html", context=handing.hand_over_of)
        reply_address = import_module("support.reply_address")
        reply_address.take_replies_at(
            import_module("integrations.actions.connections").mailbox_address
        )
        origins = import_module("integrations.origins")
        slots.fill("post_origin", "integrations/post/_origin.html", context=origins.origin)
