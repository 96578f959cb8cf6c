"""What an administrator does at the provider, kind by kind: where to register this site, and where the IDs are found."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Help:
    """`place` is an address to open; `steps` are done there, the redirect address at hand."""

    about: object
    place: str
    steps: tuple[object, ...]


HELP = {
    "google": Help(
        _("Anybody with a Google account, Google Workspace included."),
        "https://console.cloud.google.com/auth/clients",
        (
            _("Create an OAuth client of type “Web application”."),
            _("Add the redirect address below under “Authorized redirect URIs”."),
            _("Copy the client ID and the client secret from there; the consent screen must be published for others than testers."),
        ),
    ),
    "apple": Help(
        _("Anybody with an Apple account. Some hide their address: mail to it passes through Apple."),
        "https://developer.apple.com/account/resources/identifiers/list/serviceId",
        (
            _("Make a Services ID, switch “Sign in with Apple” on for it and add this site's domain and the redirect address below. Apple takes https addresses only."),
            _("Make a key for “Sign in with Apple” and download its .p8 file: Apple gives it out once."),
            _("The client ID is the Services ID; the team ID stands at the top right, the key ID beside the key."),
        ),
    ),
    "microsoft": Help(
        _("People of one company, or anybody with an account at Microsoft."),
        "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
        (
            _("Register an application; under “Redirect URI” choose “Web” and give the address below."),
            _("Copy the application (client) ID; make a client secret and copy its value, not its ID. Secrets there run out: note the date."),
            _("For one company alone, give its directory (tenant) ID; else “common”."),
        ),
    ),
    "github": Help(
        _("Anybody with a GitHub account."),
        "https://github.com/settings/developers",
        (
            _("Register a new OAuth app, best in your organisation's settings."),
            _("Give the redirect address below as “Authorization callback URL”."),
            _("Copy the client ID and generate a client secret."),
        ),
    ),
    "facebook": Help(
        _("Anybody with a Facebook account. Facebook does not say whether an address is confirmed, so we ask by mail once."),
        "https://developers.facebook.com/apps/",
        (
            _("Create an app with the use case “Authenticate and request data from users with Facebook Login”, and allow the permission “email”."),
            _("Add the redirect address below under “Valid OAuth Redirect URIs”."),
            _("The client ID is the app ID, the secret is the app secret under “Basic” settings; the app must be live."),
        ),
    ),
    "linkedin": Help(
        _("Anybody with a LinkedIn account."),
        "https://www.linkedin.com/developers/apps",
        (
            _("Create an app and add the product “Sign In with LinkedIn using OpenID Connect”."),
            _("Under “Auth”, add the redirect address below."),
            _("Copy the client ID and the primary client secret from there."),
        ),
    ),
    "openid_connect": Help(
        _("Your company's own: Keycloak, Authentik, Okta, Auth0, Entra ID, Zitadel, any issuer that speaks OpenID Connect."),
        "",
        (
            _("Make a confidential client there with the authorization code flow and the scopes openid, profile and email."),
            _("Register the redirect address below, letter by letter."),
            _("Give the issuer's address here: what stands before /.well-known/openid-configuration."),
        ),
    ),
    "saml": Help(
        _("Your company's own, where it speaks SAML 2.0 and no OpenID Connect."),
        "",
        (
            _("Give the provider our metadata address below; or by hand the entity ID, which is the same address, and the ACS address with the binding HTTP-POST."),
            _("Let it send a name ID that stays the same for a person (persistent, not transient) and an e-mail address."),
            _("Paste its metadata here, or the address of it."),
        ),
    ),
}  # fmt: skip
