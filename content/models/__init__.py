from content.models.article import Article
from content.models.asset import Asset, AssetDownload

__all__ = ["Article", "Asset", "AssetDownload"]
