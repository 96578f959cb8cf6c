from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import demand
from core.text import TextRefused
from governance import actions
from governance.documents.forms import TranslationForm
from governance.documents.rules import may_tend
from governance.models import PolicyTranslation, PolicyVersion
from governance.models.translation import OWN_NAMES
from governance.views.policy import visible_policy
from spaces.models import Language


def version_to_translate(request: HttpRequest, slug: str) -> PolicyVersion:
    """The version in force, for whoever may translate it."""
    policy = visible_policy(request, slug)
    demand(may_tend(request.user, policy))
    version = policy.versions.in_force().get()
    version.policy = policy
    return version


class TranslationsView(LoginRequiredMixin, View):
    """Which languages the text in force can be read in, and which not yet."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        version = version_to_translate(request, slug)
        made = {
            each.language: each for each in version.translations.current().defer("source", "html")
        }
        languages = [
            (code, name, made.get(code))
            for code, name in OWN_NAMES.items()
            if code not in (Language.OTHER, version.policy.language)
        ]
        context = {"version": version, "policy": version.policy, "languages": languages}
        return render(request, "governance/translation/list.html", context)


class TranslationView(LoginRequiredMixin, View):
    """Write a translation of the text in force, with the legal text beside it, or a better one."""

    def get(self, request: HttpRequest, slug: str, language: str) -> HttpResponse:
        version = self._version(request, slug, language)
        now = version.translations.current().filter(language=language).first()
        initial = self._last(version, language, now)
        form = TranslationForm(version=version, language=language, initial=initial)
        return self._page(request, version, form)

    def post(self, request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
        version = self._version(request, slug, language)
        form = TranslationForm(request.POST, version=version, language=language)
        if not form.is_valid():
            return self._page(request, version, form, status=422)
        try:
            actions.translate_policy(
                member=signed_in(request), version=version, language=language, **form.cleaned_data
            )
        except TextRefused as error:
            form.add_error("source", str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The translation is there to read."))
            return redirect(f"{version.policy.get_absolute_url()}?language={language}")
        return self._page(request, version, form, status=422)

    def _version(self, request: HttpRequest, slug: str, language: str) -> PolicyVersion:
        version = version_to_translate(request, slug)
        if language not in OWN_NAMES or language in (Language.OTHER, version.policy.language):
            raise Http404
        return version

    def _last(
        self, version: PolicyVersion, language: str, now: PolicyTranslation | None
    ) -> dict[str, str]:
        """What is there, else the newest translation of an earlier version, else the legal text, to begin from."""
        before = PolicyTranslation.objects.current().filter(
            version__policy=version.policy_id, language=language
        )
        last = now or before.order_by("-version__number").first()
        if last:
            return {"title": last.title, "source": last.source, "summary": last.summary}
        title = version.policy.title
        return {"title": title, "source": version.source, "summary": version.summary}

    def _page(
        self, request: HttpRequest, version: PolicyVersion, form: TranslationForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "version": version,
            "policy": version.policy,
            "language": OWN_NAMES[form.language],
        }
        return render(request, "governance/translation/page.html", context, status=status)
