from django import forms

from accounts.models import Member


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ["name", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}
