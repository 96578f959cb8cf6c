from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from accounts.models import Member
from core.html import plain_text
from core.rules import NotAllowed
from forums.curating import forms
from forums.curating.merging import split_topic
from forums.models import Curation, State, Topic
from forums.views.curating.acts import ActView

POSTS_A_PAGE = 50


class SplitView(ActView):
    """Choose replies and the words for a new topic. A page of many posts shows them from ?after= on."""

    kind, form_class = Curation.Kind.SPLIT, forms.SplitForm
    title = gettext_lazy("Take posts into a conversation of their own")
    lead = gettext_lazy(
        "Choose the replies that are about something else. The earliest of them opens the new one."
    )
    button, done = gettext_lazy("Take them out"), gettext_lazy("Here is the new conversation.")
    template = "forums/curating/split.html"

    def initial(self, topic: Topic) -> dict[str, Any]:
        return {"kind": topic.kind}

    def page(self, request: HttpRequest, topic: Topic, form: Any, **more: Any) -> HttpResponse:
        form.fields["title"].widget.attrs.pop("autofocus", None)  # the replies stand before it
        return super().page(request, topic, form, **more)

    def act(self, by: Member, topic: Topic, data: dict[str, Any]) -> Curation:
        posts = list(self.chosen(topic))
        if not posts:
            raise NotAllowed(gettext_lazy("Choose at least one reply."))
        return split_topic(
            by=by, topic=topic, posts=posts, title=data["title"], kind=data["kind"],
            reason=data["reason"],
        )  # fmt: skip

    def chosen(self, topic: Topic) -> Any:
        ids = [pk for pk in self.request.POST.getlist("post") if pk.isdecimal() and len(pk) < 19]
        replies = topic.posts.filter(state=State.VISIBLE, number__gt=1)
        chosen = replies.filter(pk__in=ids)
        if "rest" in self.request.POST and (last := chosen.order_by("-number").first()):
            return chosen | replies.filter(number__gt=last.number)
        return chosen

    def landing(self, topic: Topic, curation: Curation | None) -> Topic:
        return curation.other if curation and curation.other else topic

    def context(self, request: HttpRequest, topic: Topic) -> dict[str, Any]:
        after = request.GET.get("after", "")
        number = int(after) if after.isdecimal() and len(after) < 9 else 1
        replies = topic.posts.filter(state=State.VISIBLE, number__gt=max(number, 1))
        found = list(replies.select_related("author").order_by("number")[: POSTS_A_PAGE + 1])
        ticked = set(request.POST.getlist("post"))
        rows = [(post, plain_text(post.html, 160), str(post.pk) in ticked) for post in found]
        return {
            "rows": rows[:POSTS_A_PAGE],
            "later": found[POSTS_A_PAGE - 1].number if len(found) > POSTS_A_PAGE else None,
        }
