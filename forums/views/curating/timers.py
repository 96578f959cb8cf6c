from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import NotAllowed, demand
from forums.curating.forms import TimerForm
from forums.curating.queries import timers_of
from forums.curating.rules import may_curate
from forums.curating.timers import cancel_timer, set_timer
from forums.models import Curation, Topic, TopicTimer
from forums.views.curating.acts import topic_of


class TimersView(LoginRequiredMixin, View):
    """The timers of a topic, and a form for one more."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        return self.page(request, self.topic(request, topic_id), TimerForm())

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = self.topic(request, topic_id)
        form = TimerForm(request.POST)
        if form.is_valid():
            try:
                set_timer(by=signed_in(request), topic=topic, **form.cleaned_data)
            except NotAllowed as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The clock knows. You can stop it here."))
                return redirect("forums:topic_timers", topic.pk)
        return self.page(request, topic, form, status=422)

    def topic(self, request: HttpRequest, topic_id: int) -> Topic:
        topic = topic_of(request, topic_id)
        demand(may_curate(request.user, topic, Curation.Kind.CLOSE))
        return topic

    def page(
        self, request: HttpRequest, topic: Topic, form: TimerForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"topic": topic, "form": form, "timers": timers_of(topic)}
        return render(request, "forums/curating/timers.html", context, status=status)


class TimerCancellationView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, timer_id: int) -> HttpResponseBase:
        readable = Topic.objects.readable_by(request.user)
        timers = TopicTimer.objects.filter(topic__in=readable).select_related("topic")
        timer = get_object_or_404(timers, pk=timer_id)
        demand(may_curate(request.user, timer.topic, Curation.Kind.CLOSE))
        if cancel_timer(by=signed_in(request), timer=timer):
            messages.success(request, _("Stopped: nothing happens by itself."))
        else:
            messages.info(request, _("This timer had ended already."))
        return redirect("forums:topic_timers", timer.topic_id)
