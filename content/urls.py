from django.urls import path

from content.feeds import ArticleFeed, SpaceFeed
from content.views import article, library, reading

app_name = "content"

urlpatterns = [
    path("articles/", reading.ArticleListView.as_view(), name="articles"),
    path("articles/new/", article.ArticleNewView.as_view(), name="article_new"),
    path("articles/<slug:slug>/", reading.ArticleView.as_view(), name="article"),
    path("articles/<slug:slug>/edit/", article.ArticleEditView.as_view(), name="article_edit"),
    path(
        "articles/<slug:slug>/publication/",
        article.PublicationView.as_view(),
        name="publication",
    ),
    path("library/", library.LibraryView.as_view(), name="library"),
    path("library/new/", library.AssetNewView.as_view(), name="asset_new"),
    path("library/<slug:slug>/", library.AssetView.as_view(), name="asset"),
    path("library/<slug:slug>/file/", library.AssetFileView.as_view(), name="asset_file"),
    path(
        "library/<slug:slug>/withdrawal/",
        library.AssetWithdrawalView.as_view(),
        name="asset_withdrawal",
    ),
    path("authors/<str:handle>/", reading.AuthorView.as_view(), name="author"),
    path("feeds/articles.xml", ArticleFeed(), name="feed"),
    path("feeds/<slug:space>.xml", SpaceFeed(), name="space_feed"),
]
