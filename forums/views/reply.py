"""Reply: a visitor writes first and signs in after."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from accounts.waiting.asking import ask_to_sign_in
from core.limits import demand_pace, who
from core.rules import demand
from core.spam import SpamRefused, demand_human
from core.text import TextRefused, plain_text, quote_markdown
from forums import actions, rules
from forums.boards.slow import TooSoon
from forums.curating.queries import where_it_went
from forums.drafting.views import words_for
from forums.drafting.words import settle_words
from forums.forms import PostForm
from forums.models import Post, State, Topic
from forums.showing import readable_topic
from forums.views.pictures import with_picture


class ReplyView(View):
    """GET: the form by itself, which a topic's page, the same for every visitor, opens in place. POST: the reply."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = self.topic(request, topic_id)
        template = "_reply_form" if request.htmx else "reply"  # type: ignore[attr-defined]
        kept = words_for(request, topic)
        answered, words = self.answered(request, topic)
        source = f"{kept.source}\n\n{words}".lstrip() if kept else words
        form = PostForm(initial={"source": source, "reply_to": answered.pk if answered else None})
        context = {"topic": topic, "form": form, "answered": answered}
        return render(request, f"forums/topic/{template}.html", context)

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = self.topic(request, topic_id)
        demand_pace(f"post:{who(request)}", limit=20, seconds=60, when_down=True)
        form = PostForm(request.POST, request.FILES)
        if form.is_valid():
            source = with_picture(request, form)
            if source is not None:
                try:
                    if request.user.is_authenticated:
                        return redirect(self.reply(request, topic, form, source))
                    return self.keep(request, topic, form, source)
                except (TextRefused, SpamRefused, TooSoon) as error:
                    form.add_error("source", str(error))
        context = {"topic": topic, "form": form}
        return render(request, "forums/topic/reply.html", context, status=422)

    def topic(self, request: HttpRequest, topic_id: int) -> Topic:
        topic = readable_topic(request.user, topic_id) or where_it_went(request.user, topic_id)
        if topic is None:
            raise Http404
        if request.user.is_authenticated:
            demand(rules.may_reply(request.user, topic))
        else:
            demand(rules.is_open(topic))
        request.space = topic.space  # type: ignore[attr-defined]
        return topic

    def answered(self, request: HttpRequest, topic: Topic) -> tuple[Post | None, str]:
        """The post that ?to= or ?quote= names, if it may be read here, and what is quoted of it."""
        given = request.GET.get("to") or request.GET.get("quote") or ""
        if not (given.isascii() and given.isdecimal() and len(given) < 19):
            return None, ""
        posts = Post.objects.readable_in(topic, request.user).select_related("author")
        post = posts.filter(pk=given, state=State.VISIBLE).first()
        if post is None or "quote" not in request.GET:
            return post, ""
        words = request.GET.get("words") or plain_text(post.html)
        return post, quote_markdown(post.author.handle, post.pk, words)

    def reply(self, request: HttpRequest, topic: Topic, form: PostForm, source: str) -> Any:
        member = signed_in(request)
        post = actions.reply(
            author=member,
            topic=topic,
            source=source,
            key=form.cleaned_data["key"],
            reply_to=form.cleaned_data["reply_to"],
        )
        settle_words(member=member, place=topic, source=source, browser_id=request.browser.id)  # type: ignore[attr-defined]
        return post

    def keep(
        self, request: HttpRequest, topic: Topic, form: PostForm, source: str
    ) -> HttpResponseBase:
        """Cooked once before it is kept, so that a text refused later does not wait for a sign-in."""
        actions.cook_within_rights(request.user, source)
        key = form.cleaned_data["key"] or uuid.uuid4()
        demand_human(request.POST, text=source, key=key)
        return ask_to_sign_in(
            request,
            key=key,
            kind="forums.reply",
            facts={"topic": topic.pk, "reply_to": form.cleaned_data["reply_to"]},
            label=_("Your reply in “%s”") % topic.title,
            text=source,
            back=topic.get_absolute_url(),
        )
