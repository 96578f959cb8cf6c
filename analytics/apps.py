from importlib import import_module

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = "Insights"

    def ready(self) -> None:
        import_module("analytics.belongings")
        import_module("analytics.subscribers")
        import_module("analytics.places")
        import_module("analytics.kept_pages")
        import_module("analytics.health.surge")
        import_module("analytics.health.tipping.alarm")
        import_module("analytics.health.tipping.places")
        import_module("analytics.health.dependence")
