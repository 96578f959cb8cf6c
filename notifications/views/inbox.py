from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core.compiled import render_compiled
from notifications.actions import mark_all_read, mark_read
from notifications.models import Notification
from notifications.places import inbox_link
from notifications.queries import inbox
from notifications.wording import line_of


class InboxView(LoginRequiredMixin, View):
    """What the member was told, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = inbox(request.user, after=request.GET.get("after"))
        context = {
            "lines": [line_of(each) for each in page.items],
            "newer": page.previous is not None and reverse("notifications:inbox"),
            "older": page.next and f"?after={page.next}",
            "any_unread": any(each.read_at is None for each in page.items),
        }
        return render(request, "notifications/inbox/page.html", context)


class NotificationView(LoginRequiredMixin, View):
    """Opening a notification: it is read, and one is where it points."""

    def get(self, request: HttpRequest, notification_id: int) -> HttpResponse:
        mine = Notification.objects.visible_to(request.user)
        notification = get_object_or_404(mine, pk=notification_id)
        if request.method == "GET":  # a browser looking ahead with HEAD has read nothing
            mark_read(member=request.user, notification=notification)
        return redirect(notification.url)


class InboxReadView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest) -> HttpResponse:
        mark_all_read(member=request.user)
        messages.success(request, _("All marked as read."))
        return redirect("notifications:inbox")


class InboxCountView(LoginRequiredMixin, View):
    """The link in the header with the number of unread ones, fetched when live says it changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        name = "_menu" if request.GET.get("in") == "menu" else "_inbox_link"
        context = inbox_link(request, {}) or {}
        return HttpResponse(render_compiled(f"notifications/{name}.jinja", context))
