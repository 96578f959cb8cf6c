"""One form a kind of connection. A secret is taken and never shown again."""

from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integrations.models import DeskConnection

PLAIN = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
Kind = DeskConnection.Kind


def plain(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.TextInput(attrs=PLAIN), **({"max_length": 200} | more)
    )


def origin_of(text: str, domain: str) -> str:
    """https://company.zendesk.com, from what an administrator may type for it. Raises ValidationError."""
    text = text.strip().rstrip("/")
    if domain and text and "." not in text and "/" not in text:
        text = f"https://{text}.{domain}"
    if "://" not in text:
        text = f"https://{text}"
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username:
        raise forms.ValidationError(_("Write its address, such as https://company.example."))
    return text


class ConnectionForm(forms.Form):
    """What every kind asks; the kinds below add theirs."""

    detail_names: tuple[str, ...] = ()
    needs_secret, has_secret = True, True

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    secret = forms.CharField(
        label=gettext_lazy("Key"), max_length=4000, required=False,
        widget=forms.PasswordInput(attrs=PLAIN | {"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, kind: str, connection: DeskConnection | None, **kwargs: Any
    ) -> None:
        self.kind, self.connection = kind, connection
        known: dict[str, Any] = {"name": Kind(kind).label}
        if connection:
            names = ("name", "address", "account", "hands_over", "brings")
            known = {name: getattr(connection, name) for name in names}
            known |= {name: connection.details.get(name, "") for name in self.detail_names}
            known["since"] = connection.since.date() if connection.since else None
        super().__init__(*args, **(kwargs | {"initial": known}))
        if not self.has_secret:
            del self.fields["secret"]
        elif connection and connection.secret:
            self.fields["secret"].help_text = _("One is kept, sealed. Leave this empty to keep it.")
        else:
            self.fields["secret"].required = self.needs_secret

    def wanted(self) -> dict[str, Any]:
        """What the action is told."""
        said = dict(self.cleaned_data)
        values: dict[str, Any] = {
            name: said[name]
            for name in ("name", "address", "account", "hands_over", "brings")
            if name in said
        }
        if "since" in said:
            day = said["since"]
            values["since"] = datetime.combine(day, time.min, tzinfo=UTC) if day else None
        if self.detail_names:
            values["details"] = {name: said[name] for name in self.detail_names if name in said}
        return values | {"secret": said.get("secret", "")}


class _DeskForm(ConnectionForm):
    domain = ""
    address = plain(gettext_lazy("Address"))
    brings = forms.BooleanField(
        label=gettext_lazy("Bring its cases here"), required=False, initial=True,
        help_text=gettext_lazy("every five minutes; figures count them as contacts, and agents read them here"),
    )  # fmt: skip
    since = forms.DateField(
        label=gettext_lazy("Cases since"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("the time before this community, to compare with; without a day, one year"),
    )  # fmt: skip
    hands_over = forms.BooleanField(
        label=gettext_lazy("Hand every new case over to it"), required=False,
        help_text=gettext_lazy("else agents do, case by case"),
    )  # fmt: skip

    def clean_address(self) -> str:
        return origin_of(self.cleaned_data["address"], self.domain)


class ZendeskForm(_DeskForm):
    domain = "zendesk.com"
    account = plain(gettext_lazy("E-mail address of the account"), max_length=254)
    field_order = ("name", "address", "account", "secret")


class FreshdeskForm(_DeskForm):
    domain = "freshdesk.com"
    field_order = ("name", "address", "secret")


class WebhookForm(_DeskForm):
    address = plain(
        gettext_lazy("Address that is called"), required=False,
        help_text=gettext_lazy("with cases that are handed over; empty: none are"),
    )  # fmt: skip
    brings = since = None  # type: ignore[assignment]
    field_order = ("name", "address", "secret")

    def clean_address(self) -> str:
        said = self.cleaned_data["address"]
        return origin_of(said, "") if said else ""


class LettersForm(ConnectionForm):
    has_secret = False
    account = forms.EmailField(
        label=gettext_lazy("Address of the help desk"),
        help_text=gettext_lazy("where a mail becomes a case; the help desk answers the customer by itself"),
    )  # fmt: skip
    hands_over = forms.BooleanField(
        label=gettext_lazy("Hand every new case over to it"), required=False,
        help_text=gettext_lazy("else agents do, case by case"),
    )  # fmt: skip
    field_order = ("name", "account", "hands_over")

    def clean_account(self) -> str:
        account = self.cleaned_data["account"].lower()
        ours = DeskConnection.objects.present().filter(kind__in=DeskConnection.MAILBOXES)
        if ours.filter(account__iexact=account).exists():
            raise forms.ValidationError(
                _("Mail to this address comes to us: cases would go round.")
            )
        return account


class MailForm(ConnectionForm):
    detail_names: tuple[str, ...] = ("mail_server",)
    account = forms.EmailField(
        label=gettext_lazy("Address people write to"),
        help_text=gettext_lazy("Answers come to it with a signed part after a plus: support+c1005.…@…"),
    )  # fmt: skip
    mail_server = plain(
        gettext_lazy("Name of your mail server"), required=False,
        help_text=gettext_lazy(
            "as it names itself in Authentication-Results: then a sender it vouches for (DMARC) is known as the member "
            "they are; without it nobody is"
        ),
    )  # fmt: skip
    field_order: tuple[str, ...] = ("name", "account", "secret")

    def clean_account(self) -> str:
        account = self.cleaned_data["account"].lower()
        if "+" in account:
            raise forms.ValidationError(_("Write it without a plus: that is where our sign goes."))
        return account


class ImapForm(MailForm):
    detail_names = ("port", "user", "folder", "mail_server")
    address = plain(gettext_lazy("Mail server (IMAP)"))
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65535, initial=993)
    user = plain(
        gettext_lazy("Account there"), required=False, help_text=gettext_lazy("empty: the address")
    )
    folder = plain(gettext_lazy("Folder"), required=False, initial="INBOX")
    field_order = ("name", "account", "address", "port", "user", "secret", "folder")

    def clean_address(self) -> str:
        host = self.cleaned_data["address"].strip().lower()
        if not host or any(sign in host for sign in "/:@ "):
            raise forms.ValidationError(_("Write the server's name, such as imap.company.example."))
        return host


FORMS: dict[str, type[ConnectionForm]] = {
    Kind.ZENDESK: ZendeskForm,
    Kind.FRESHDESK: FreshdeskForm,
    Kind.WEBHOOK: WebhookForm,
    Kind.LETTERS: LettersForm,
    Kind.MAIL: MailForm,
    Kind.IMAP: ImapForm,
}
HELP = {
    Kind.ZENDESK: [
        gettext_lazy(
            "In Admin Center, under Apps and integrations, APIs, allow token access and add an API token."
        ),
        gettext_lazy(
            "Use the address of an administrator's account: exports are for administrators."
        ),
    ],
    Kind.FRESHDESK: [
        gettext_lazy("In Freshdesk open your profile's settings: the API key stands beside it."),
        gettext_lazy("The key of an agent who sees all tickets brings all of them."),
    ],
    Kind.WEBHOOK: [
        gettext_lazy(
            "Let your help desk call our address with JSON, signed by the secret you choose here."
        ),
        gettext_lazy("Cases handed over are told to its address in the same way."),
    ],
    Kind.LETTERS: [
        gettext_lazy("Any help desk that makes a case of each mail to an address can take cases."),
        gettext_lazy(
            "It answers the customer by mail. What becomes of the case there we are not told: end it here, too."
        ),
    ],
    Kind.MAIL: [
        gettext_lazy(
            "Let your mail provider hand every mail to our address: the whole mail, or its parts as JSON."
        ),
        gettext_lazy("It has to sign each call with the secret you choose here."),
    ],
    Kind.IMAP: [
        gettext_lazy(
            "The mailbox is asked every minute, over TLS. Mails stay there as they are, unread."
        ),
        gettext_lazy(
            "Mail to address+anything has to arrive in it: most servers do that by themselves."
        ),
    ],
}
