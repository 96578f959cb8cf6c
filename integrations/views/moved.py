"""Old addresses of imported posts lead to where the posts are now."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views import View

from integrations.models import ImportedPost
from integrations.queries import moved_post

Kind = ImportedPost.Kind


def _redirect(request: HttpRequest, kind: str, old_id: str) -> HttpResponse:
    host = request.get_host().partition(":")[0]
    moved = moved_post(request.user, kind, int(old_id), host)
    if moved is None:
        raise Http404
    place = moved.post.topic if kind == Kind.QUESTION else moved.post
    response = HttpResponsePermanentRedirect(place.get_absolute_url())
    response["Cache-Control"] = "private"  # what one may read, the next person may not
    return response


class MovedQuestionView(View):
    """/q/ID, /questions/ID and /questions/ID/words; with an answer's number at the end, to that answer."""

    def get(self, request: HttpRequest, old_id: str, answer_id: str = "") -> HttpResponse:
        if answer_id:
            return _redirect(request, Kind.ANSWER, answer_id)
        return _redirect(request, Kind.QUESTION, old_id)


class MovedAnswerView(View):
    """/a/ID, with or without the number of whoever shared it."""

    def get(self, request: HttpRequest, old_id: str) -> HttpResponse:
        return _redirect(request, Kind.ANSWER, old_id)
