from forums.actions.draft import adopt_drafts, expire_drafts, post_draft, save_draft
from forums.actions.forget_author import forget_author
from forums.actions.hide_post import hide_post, unhide_post
from forums.actions.measure import cook_within_rights
from forums.actions.open_topic import open_topic
from forums.actions.post import (
    EditedMeanwhile,
    delete_post,
    edit_post,
    restore_post,
    version_of,
)
from forums.actions.rename_in_posts import rename_in_posts
from forums.actions.reply import reply
from forums.actions.solution import mark_solution, withdraw_solution
from forums.actions.thank import thank, unthank
from forums.actions.views import write_views

__all__ = [
    "EditedMeanwhile",
    "cook_within_rights",
    "adopt_drafts",
    "delete_post",
    "edit_post",
    "expire_drafts",
    "forget_author",
    "hide_post",
    "mark_solution",
    "open_topic",
    "post_draft",
    "rename_in_posts",
    "reply",
    "restore_post",
    "save_draft",
    "thank",
    "unhide_post",
    "unthank",
    "version_of",
    "withdraw_solution",
    "write_views",
]
