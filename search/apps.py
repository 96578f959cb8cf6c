from importlib import import_module

from django.apps import AppConfig

from core import slots
from search import registry


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        policies = import_module("search.sources.policies")
        registry.add(import_module("search.sources.topics").source)
        registry.add(import_module("search.sources.articles").source)
        registry.add(policies.policy_source)
        registry.add(policies.proposal_source)
        import_module("search.subscribers")
        import_module("search.cached")
        places = import_module("search.places")
        slots.fill(
            "topic_side",
            "search/_related_place.jinja",
            context=places.related,
            order=60,
            is_kept=True,
        )
