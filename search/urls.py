from django.urls import path

from search.views.search import SearchView, SimilarView

app_name = "search"

urlpatterns = [
    path("search/", SearchView.as_view(), name="find"),
    path("search/similar/", SimilarView.as_view(), name="similar"),
]
