"""The languages people speak in a room or on a recording: more than the three the portal is written in."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Spoken(models.TextChoices):
    """ISO 639 codes of the languages of the programme; Moroccan Arabic counts as Arabic."""

    FRENCH = "fr", _("French")
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    WOLOF = "wo", _("Wolof")
    BAMBARA = "bm", _("Bambara")
    FULAH = "ff", _("Pulaar")
    SUSU = "sus", _("Susu")
    DYULA = "dyu", _("Dyula")
    PIDGIN = "pcm", _("Pidgin English")


def labels(codes: str) -> list[str]:
    """ "fr ar" as ["français", "arabe"] in the reader's language; unknown codes are left out."""
    return [str(Spoken(code).label) for code in codes.split() if code in Spoken]


def validate_spoken(value: str) -> None:
    if unknown := [code for code in value.split() if code not in Spoken]:
        raise ValidationError(_("“%(code)s” is not a language of the list."), params={"code": unknown[0]})


class SpokenField(models.CharField):
    """Codes of `Spoken`, separated by spaces; ticked in a form."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("validators", [validate_spoken])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return SpokenFormField(label=self.verbose_name, required=not self.blank, help_text=self.help_text)


class SpokenFormField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(choices=Spoken.choices, **kwargs)

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value

    def clean(self, value) -> str:
        return " ".join(super().clean(value))

    def has_changed(self, initial, data) -> bool:
        return set((initial or "").split() if isinstance(initial, str) else initial or []) != set(data or [])
