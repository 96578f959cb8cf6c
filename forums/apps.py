from importlib import import_module

from django.apps import AppConfig

from core import compiled, live, slots
from core.text import topics
from uploads import owners


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = "Forums"

    def ready(self) -> None:
        import_module("forums.belongings")
        import_module("forums.kinds.belongings")
        import_module("forums.subscribers")
        import_module("forums.kinds.subscribers")
        import_module("forums.cached")
        import_module("forums.curating.subscribers")
        import_module("forums.kinds.cached")
        import_module("forums.arrivals")
        import_module("forums.kinds.arrivals")
        import_module("forums.trust")
        naming = import_module("forums.actions.naming")
        topics.register(naming.titles_for_everybody)
        queries = import_module("forums.queries")
        import_module("forums.curating.carrying").register_own()
        live.register("topic", queries.may_read_topic)
        places = import_module("forums.places")
        compiled.add_global("reactions", import_module("spaces.reactions").REACTIONS)
        slots.fill("profile_facts", "forums/member/_facts.html", context=places.facts, order=10)
        slots.fill("profile_tabs", "forums/member/_tabs.html", context=places.tabs, order=10)
        slots.fill("profile_panel", "forums/member/_panel.html", context=places.panel, order=10)
        slots.fill("post_menu", "forums/post/_block.html", context=places.block, order=80)
        owners.register("forums.post", queries.may_see_pictures, places=places.posts_with_uploads)
        owners.register(
            "forums.status", queries.may_see_answers, places=places.answers_with_uploads
        )
        slots.fill("me_menu", "forums/drafts/_menu.jinja", order=10, is_kept=True)
        slots.fill("me_menu", "forums/keeping/_me.jinja", order=11, is_kept=True)
        compiled.add_global("idea_status", import_module("forums.lists.wording").idea_status)
        panel = import_module("forums.kinds.panel")
        slots.fill("topic_panel", "forums/kinds/_panel.jinja", context=panel.in_topic)
        slots.fill("topic_actions", "forums/kinds/_acts.html", context=panel.acts, order=70)
        slots.fill("space_side", "forums/kinds/_voice.html", context=panel.voice, order=60)
        slots.fill("studio_space", "forums/kinds/_budget.html", context=panel.studied)
        slots.fill("footer_links", "forums/kinds/_roadmap_link.jinja", order=20, is_kept=True)
