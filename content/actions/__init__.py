from content.actions.asset import add_asset, download_asset, withdraw_asset
from content.actions.edit_article import edit_article
from content.actions.forget_author import forget_author, rename_in_articles
from content.actions.publish_article import publish_article
from content.actions.withdraw_article import withdraw_article
from content.actions.write_article import write_article

__all__ = [
    "add_asset",
    "download_asset",
    "edit_article",
    "forget_author",
    "rename_in_articles",
    "publish_article",
    "withdraw_article",
    "withdraw_asset",
    "write_article",
]
