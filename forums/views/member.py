"""What a profile shows of somebody's part in conversations: a fragment there, a page of its own without scripts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.handles.following import FollowsRenames
from accounts.models import Member, Part
from accounts.showing.profiles import may_see_part
from core.pagecache import shows
from core.pages import Page, page
from forums.cached import LATEST, PEOPLE
from forums.lists.showing import plain_page
from forums.queries import posts_of, solutions_of, topics_of

ROWS_A_PAGE = 20


class MemberView(FollowsRenames):
    """One list of a member's activity, where they let the viewer see it."""

    key = ""
    url_name = ""

    def get(self, request: HttpRequest, handle: str) -> HttpResponse:
        member = get_object_or_404(Member.objects.active(), handle__iexact=handle)
        if not may_see_part(request.user, member, Part.ACTIVITY):
            raise Http404
        shows(request, LATEST, PEOPLE)
        context = {
            "member": member,
            "person": member,
            "page": self.rows(request, member, request.GET.get("after")),
            "show": self.key,
            "address": f"forums:{self.url_name}",
        }
        is_part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
        name = "_list.html" if is_part else "page.html"
        return render(request, f"forums/member/{name}", context)

    def rows(self, request: HttpRequest, member: Member, after: str | None) -> Page:
        raise NotImplementedError


class MemberTopicsView(MemberView):
    key, url_name = "conversations", "topics_of"

    def rows(self, request: HttpRequest, member: Member, after: str | None) -> Page:
        found = topics_of(member, request.user)
        return plain_page(found, order=("-bumped_at", "-id"), after=after, size=ROWS_A_PAGE)


class MemberRepliesView(MemberView):
    key, url_name = "replies", "replies_of"

    def rows(self, request: HttpRequest, member: Member, after: str | None) -> Page:
        found = posts_of(member, request.user)
        return page(found, order=("-created_at", "-id"), after=after, size=ROWS_A_PAGE)


class MemberSolutionsView(MemberView):
    key, url_name = "solutions", "solutions_of"

    def rows(self, request: HttpRequest, member: Member, after: str | None) -> Page:
        found = solutions_of(member, request.user)
        return page(found, order=("-created_at", "-id"), after=after, size=ROWS_A_PAGE)
