"""What the company says in a space: the form shows how much it may still say."""

import uuid
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import NotAllowed, demand
from core.text import TextRefused
from forums import actions
from forums.kinds import rules
from forums.kinds.forms import AnnounceForm
from forums.kinds.noise import noise_budget
from forums.models import Topic
from forums.views.kinds.ideas import visible_space
from forums.views.pictures import with_picture
from spaces.models import Space


class AnnounceView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, space: str) -> HttpResponse:
        place = self.place(request, space)
        form = AnnounceForm(viewer=request.user, space=place, initial={"key": uuid.uuid4()})
        return self.page(request, place, form)

    def post(self, request: HttpRequest, space: str) -> HttpResponseBase:
        place = self.place(request, space)
        demand_pace(f"ask:{who(request)}", limit=10, seconds=60, when_down=True)
        form = AnnounceForm(request.POST, request.FILES, viewer=request.user, space=place)
        source = with_picture(request, form) if form.is_valid() else None
        topic = self.announce(request, form, source) if source is not None else None
        return redirect(topic) if topic else self.page(request, place, form, status=422)

    def place(self, request: HttpRequest, slug: str) -> Space:
        place = visible_space(request, slug)
        assert place is not None
        demand(rules.may_speak_for_company(request.user, place))
        return place

    def announce(self, request: HttpRequest, form: AnnounceForm, source: str) -> Topic | None:
        data = form.cleaned_data
        is_promotion = data["what"] == AnnounceForm.PROMOTION
        try:
            return actions.open_topic(
                author=signed_in(request),
                board=data["board"],
                kind=Topic.Kind.DISCUSSION if is_promotion else Topic.Kind.ANNOUNCEMENT,
                title=data["title"],
                source=source,
                key=data["key"],
                is_promotion=is_promotion,
                over_budget=data["over_budget"],
            )
        except TextRefused as error:
            form.add_error("source", str(error))
        except NotAllowed as error:
            form.add_error(None, str(error))
        return None

    def page(
        self, request: HttpRequest, space: Space, form: AnnounceForm, **more: Any
    ) -> HttpResponse:
        context = {
            "space": space,
            "form": form,
            "budget": noise_budget(space),
            "may_exceed": bool(rules.may_exceed_noise(request.user)),
        }
        return render(request, "forums/kinds/announce.html", context, **more)
