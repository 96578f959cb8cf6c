from content.models.article import Article

__all__ = ["Article"]
