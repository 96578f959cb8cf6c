from importlib import import_module
from typing import Any

from django.apps import AppConfig

from core import live, slots


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        import_module("notifications.belongings")
        import_module("notifications.subscribers")
        import_module("notifications.standing")
        import_module("notifications.voting")
        import_module("notifications.kinds")
        import_module("notifications.keeping")
        import_module("notifications.arrivals")
        import_module("notifications.policies")
        live.register("member", _is_oneself)
        own = import_module("notifications.following")
        import_module("forums.reading.following").register(own.followed_topics)
        tagging = import_module("forums.tagging.following")
        if own.follow_along not in tagging.joins:
            tagging.joins.append(own.follow_along)
        tags = tagging.Following(own.followers_of_tag, own.follow_again)
        if tags not in tagging.followings:
            tagging.followings.append(tags)
        places = import_module("notifications.places")
        slots.fill(
            "header",
            "notifications/_inbox_link.jinja",
            context=places.inbox_link,
            order=80,
            is_kept=True,
        )
        slots.fill(
            "menu", "notifications/_menu.jinja", context=places.inbox_link, order=20, is_kept=True
        )
        slots.fill(
            "me_menu", "notifications/_settings_links.jinja", context=places.signed_in, is_kept=True
        )
        slots.fill("settings_nav", "notifications/_settings_nav.html")
        slots.fill("topic_actions", "notifications/_follow.jinja", context=places.follow_topic)
        slots.fill("space_side", "notifications/_follow.jinja", context=places.follow_space)
        slots.fill("profile_actions", "notifications/_follow.jinja", context=places.follow_person)
        slots.fill("board_actions", "notifications/_follow.jinja", context=places.follow_board)
        slots.fill("tag_actions", "notifications/_follow.jinja", context=places.follow_tag)
        slots.fill("policy_side", "notifications/_follow.jinja", context=places.follow_policy)


def _is_oneself(member: Any, member_id: int) -> bool:
    return bool(member is not None and member.is_authenticated and member.pk == member_id)
