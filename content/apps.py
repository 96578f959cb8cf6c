from importlib import import_module

from django.apps import AppConfig

from core import slots
from uploads import owners


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Articles"

    def ready(self) -> None:
        import_module("content.belongings")
        import_module("content.subscribers")
        import_module("content.cached")
        import_module("content.arrivals")
        queries = import_module("content.queries")
        fillers = import_module("content.slots")
        owners.register(
            "content.article", queries.may_see_pictures, places=fillers.articles_with_uploads
        )
        slots.fill("home_lead", "content/article/_lead.html", context=fillers.lead_story)
        slots.fill("home_articles", "content/article/_more.html", context=fillers.more_stories)
        slots.fill("topic_head", "content/article/_discussed.html", context=fillers.article_behind)
        slots.fill("profile_tabs", "content/author/_tab.html", context=fillers.authored, order=40)
        slots.fill("profile_panel", "content/author/_panel.html", context=fillers.author_panel)
        slots.fill(
            "me_menu",
            "content/article/_write.jinja",
            context=fillers.writing,
            order=20,
            is_kept=True,
        )
