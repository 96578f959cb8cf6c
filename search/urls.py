from django.urls import path

from search.views.offers import RelatedView, SimilarView, SuggestView
from search.views.search import SearchView

app_name = "search"

urlpatterns = [
    path("search/", SearchView.as_view(), name="find"),
    path("search/similar/", SimilarView.as_view(), name="similar"),
    path("search/suggestions/", SuggestView.as_view(), name="suggest"),
    path("topics/<int:topic_id>/related/", RelatedView.as_view(), name="related"),
]
