import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SHORTEST_SEARCH = 8


class EnquiryForm(forms.Form):
    """What the contact form asks: a line, then the whole story."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    text = forms.CharField(
        label=_("Tell us what happens"),
        help_text=_("What you did, what you expected, what happened instead."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())


class SendingForm(EnquiryForm):
    """Everything a case needs; a visitor also says who they are."""

    text = forms.CharField(
        label=_("Tell us what happens"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Tell us what happens, so that we can help.")},
    )
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, is_member: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_member:
            del self.fields["name"], self.fields["email"]


class MessageForm(forms.Form):
    """A message on a case; its key makes one press twice one message."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("Your message"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )


class AnswerForm(MessageForm):
    """An agent's message: an answer, an answer that solves, or a note among agents."""

    ANSWER, CLOSE, NOTE = "answer", "solve", "note"
    kind = forms.ChoiceField(
        choices=[(ANSWER, _("Answer")), (CLOSE, _("Answer and solve")), (NOTE, _("Internal note"))]
    )
