from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from accounts.oidc.documents import discovery, issuer_of
from accounts.oidc.tokens import checked_claims, kept_claims, subject_of
from core.outgoing import guarded_session


class CheckedProvider(OpenIDConnectProvider):
    """An issuer whose every sign-in carries a nonce, and whose subject alone says who somebody is."""

    def get_oauth2_adapter(self, request: HttpRequest) -> "CheckedAdapter":
        return CheckedAdapter(request, self.app.provider_id)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        kwargs = super().get_redirect_from_request_kwargs(request)
        nonce = get_random_string(32)
        # Not what the address asks for: only what the administrator set, and the nonce.
        kwargs["scope"] = self.get_scope()
        kwargs["auth_params"] = self.get_auth_params() | {"nonce": nonce}
        return kwargs | {"nonce": nonce}

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["userinfo"]["sub"])

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        claims = data["userinfo"]
        if not claims.get("email"):
            return []
        verified = claims["email_verified"] is True
        return [EmailAddress(email=claims["email"], verified=verified, primary=True)]


class CheckedAdapter(OpenIDConnectOAuth2Adapter):
    """allauth's client of an issuer, believing nothing that it has not checked."""

    nonce = ""

    def get_provider(self) -> CheckedProvider:
        return CheckedProvider(self.request, app=super().get_provider().app)

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            named = self.get_provider().app.settings
            overrides = named.get("openid_configuration_overrides", {})
            self._openid_config = discovery(named["server_url"], overrides)
        return self._openid_config

    def check_answer(self, answer: dict[str, Any]) -> None:
        """The `iss` of the way back (RFC 9207): raises OAuth2Error where another issuer answers."""
        promised = self.openid_config.get("authorization_response_iss_parameter_supported") is True
        given = answer.get("iss", "" if promised else None)
        if given is not None and given != self.openid_config["issuer"]:
            raise OAuth2Error("Another issuer answered.")

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        try:
            found = super().get_access_token_data(request, app, client, pkce_code_verifier)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise OAuth2Error("The token endpoint's answer makes no sense.") from error
        if not isinstance(found, dict) or not isinstance(found.get("access_token"), str):
            raise OAuth2Error("The token endpoint gave no access token.")
        return found

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        return SocialToken(token=data["access_token"])  # never stored: asked once, then forgotten

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> Any:
        config = self.openid_config
        claims = checked_claims(
            kwargs["response"].get("id_token"),
            issuer=config["issuer"],
            client_id=app.client_id,
            keys_url=config["jwks_uri"],
            nonce=None if app.settings.get("leaves_out_nonce") else self.nonce,
            access_token=token.token,
        )
        about = claims
        if app.settings.get("fetch_userinfo", True):
            about = self._fetch_user_info(token.token)
            if subject_of(about) != subject_of(claims):
                raise OAuth2Error("The provider speaks of two different people.")
        data = {"userinfo": kept_claims(about), "issuer": issuer_of(config["issuer"])}
        return self.get_provider().sociallogin_from_response(request, data)

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with guarded_session() as session:
            response = session.get(
                self.profile_url,
                headers={"Authorization": f"Bearer {access_token}"},
                allow_redirects=False,
            )
            response.raise_for_status()
            found = response.json()
        if response.status_code != 200 or not isinstance(found, dict):
            raise OAuth2Error("The provider does not say who it is.")
        return found
