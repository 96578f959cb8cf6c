from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, ProfileQuestion
from accounts.models.question import KEPT_WITH_ANSWERS
from accounts.standing import trust


class MemberField(forms.CharField):
    """An active member, named by handle; with or without @, in any case. Offers handles while one types."""

    def __init__(self, **kwargs: Any) -> None:
        settings: dict[str, Any] = {"label": _("Handle"), "max_length": 40} | kwargs
        super().__init__(**settings)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        plain = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        return super().widget_attrs(widget) | plain

    def clean(self, value: Any) -> Any:
        handle = super().clean(value).removeprefix("@")
        if not handle:
            return None
        member = Member.objects.active().filter(handle__iexact=handle).first()
        if member is None:
            raise forms.ValidationError(_("Nobody here has this handle."))
        return member


class TrustRulesForm(forms.Form):
    """A number for each measure and level, laid out as a table."""

    def __init__(self, *args: Any, asked: trust.Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure in trust.measures():
            for level in trust.BY_RULES:
                label = _("%(measure)s, level %(level)s") % {
                    "measure": measure.label,
                    "level": level,
                }
                self.fields[f"{measure.name}-{level}"] = forms.IntegerField(
                    min_value=0,
                    max_value=100_000,
                    initial=asked[level][measure.name],
                    label=label,
                    widget=forms.NumberInput(attrs={"aria-label": label}),
                )

    def rows(self) -> list[tuple[trust.Measure, list[forms.BoundField]]]:
        return [
            (measure, [self[f"{measure.name}-{level}"] for level in trust.BY_RULES])
            for measure in trust.measures()
        ]

    def asked(self) -> trust.Rules:
        return {
            level: {
                each.name: self.cleaned_data[f"{each.name}-{level}"] for each in trust.measures()
            }
            for level in trust.BY_RULES
        }


class TrustLevelForm(forms.Form):
    level = forms.TypedChoiceField(
        choices=[(level.value, f"{level.value}: {level.label}") for level in Member.Trust],
        coerce=int,
        label=_("Level"),
    )
    reason = forms.CharField(
        max_length=300,
        label=_("Why"),
        help_text=_("The member reads it."),
        error_messages={"required": _("Write down why: the member reads it.")},
    )
    is_kept = forms.BooleanField(
        required=False,
        label=_("Keep it there"),
        help_text=_(
            "Not ticked: the rules raise it (or lower it, after a warning) as for anybody."
        ),
    )


class AnswerForm(forms.Form):
    """The answer to one question, in its own kind of field."""

    agrees = forms.BooleanField(required=False)

    def __init__(self, *args: Any, question: ProfileQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question.kind == ProfileQuestion.Kind.CHOICE:
            known = [(choice, choice) for choice in question.choices]
            self.fields["value"] = forms.ChoiceField(
                choices=known,
                label=question.text,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one, or skip it.")},
            )
        else:
            self.fields["value"] = forms.CharField(
                max_length=200,
                label=question.text,
                error_messages={"required": _("Write a few words, or skip it.")},
            )


class QuestionForm(forms.ModelForm):
    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        help_text=_("One a line, each up to 60 characters; at least two."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = ProfileQuestion
        fields = ["text", "why", "kind", "choices", "purpose", "position", "is_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["choices"] = "\n".join(self.instance.choices)
        self.is_answered = bool(self.instance.pk and self.instance.answers.exists())
        if self.is_answered:
            for name in KEPT_WITH_ANSWERS:
                self.fields[name].disabled = True

    def clean_choices(self) -> list[str]:
        if self.is_answered:
            return self.instance.choices
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        choices = list(dict.fromkeys(line for line in lines if line))
        if any(len(choice) > 60 for choice in choices):
            raise forms.ValidationError(_("One of the answers is longer than 60 characters."))
        return choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ProfileQuestion.Kind.TEXT:
            cleaned["choices"] = []
        elif len(cleaned.get("choices", [])) < 2:
            self.add_error("choices", _("Write at least two answers to choose from."))
        return cleaned
