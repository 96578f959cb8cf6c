from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views import View

from core.limits import demand_pace, who
from core.text import TextRefused, cook

LONG = 10_000  # characters: a text of a book's size may take a second to cook


class PreviewView(View):
    """What a text will look like: the same pipeline, for the writer alone."""

    def post(self, request: HttpRequest) -> HttpResponse:
        demand_pace(f"preview:{who(request)}", limit=120, seconds=60, when_down=True)
        source, html, error = request.POST.get("source", ""), "", ""
        if len(source) > LONG:
            demand_pace(f"preview-long:{who(request)}", limit=40, seconds=60, when_down=True)
        try:
            html = cook(source, titles=True)
        except TextRefused as refused:
            error = str(refused)
        context = {"html": mark_safe(html), "error": error}  # noqa: S308 - cooked
        response = render(request, "core/text/_preview.html", context, status=422 if error else 200)
        response["Cache-Control"] = "no-store"
        return response
