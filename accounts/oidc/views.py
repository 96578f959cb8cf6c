"""The two addresses of a sign-in with an issuer, in the place of allauth's own."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from requests import RequestException

from accounts.oidc.provider import CheckedAdapter


class IssuerCallbackView(OAuth2CallbackView):
    adapter: CheckedAdapter

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        """Called first by allauth's dispatch: what we kept when the visitor left for the provider."""
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce", "")
            self.adapter.check_answer(request.GET.dict())
        return state, response


def _answered(view: type, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    adapter = CheckedAdapter(request, provider_id)
    try:
        return view.adapter_view(adapter)(request)  # type: ignore[attr-defined]
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OAuth2Error, RequestException) as error:
        return render_authentication_error(request, adapter.get_provider(), exception=error)
    except IntegrityError:
        # The same person, twice at once: the other request has just given them this identity.
        return redirect("socialaccount_login_error")


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _answered(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _answered(IssuerCallbackView, request, provider_id)
