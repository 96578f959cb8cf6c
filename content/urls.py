from django.urls import path

from content.feeds import ArticleFeed, SpaceFeed
from content.views import article, reading

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
    path("authors/<str:handle>/", reading.AuthorView.as_view(), name="author"),
    path("feeds/articles.xml", ArticleFeed(), name="feed"),
    path("feeds/<slug:space>.xml", SpaceFeed(), name="space_feed"),
]
