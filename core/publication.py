"""Who may put a text on the site and take it down: draft → in review → published.

Without the permission one writes drafts, sends them to review, and translates; a text that is public stays as it is but
for its translations, which the desk must be able to mend on the day the French changes, and for a comma or a misspelt
word in its French, ticked as a minor correction.
"""

from collections.abc import Iterator

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core import differences, languages, translated
from core.models import State

PERMISSION = "desk.publish_content"  # made in desk/models.py; here it is only a name
WINDOW = ("publish_at", "expire_at")
MOST_WORDS = 5  # of a field that a minor correction may touch: a sentence with another meaning needs more
CORRECT_ONLY = _(
    "In a public text you may correct a few words, but no figure, with “minor correction” ticked. "
    "For more, ask a publisher."
)


def kept_back(model: type[Model]) -> set[str]:
    """Fields of a public row that only a publisher changes: all but the texts."""
    texts = {f"{field}_{code}" for field in translated.fields(model) for code in languages.CODES}
    return {field.name for field in model._meta.get_fields()} - texts


def is_correction(before: str, now: str) -> bool:
    """True when few words changed between two texts, plain or rich, and no figure: an amount, a date, a telephone."""
    if [c for c in before if c.isdigit()] != [c for c in now if c.isdigit()] or not now:
        return False
    pieces = differences.words(differences.plain(before), differences.plain(now))
    changed = [len(piece.text.split()) for piece in pieces if piece.kind != differences.SAME]
    return sum(changed) <= 2 * MOST_WORDS  # a word mended is one that went and one that came


def is_public_now(row: Model | None) -> bool:
    """True when the stored state of `row` is "published", whatever its dates."""
    return row is not None and row.state == State.PUBLISHED


def states(state: str) -> list[tuple[str, str]]:
    """The states offered to somebody who may not publish: what comes before it, and what the text is already."""
    return [(choice.value, choice.label) for choice in State if choice in (State.DRAFT, State.IN_REVIEW, state)]


def refusals(form: forms.ModelForm, sentence: str) -> Iterator[tuple[str, str]]:
    """Field and `sentence` for each change in `form` that somebody who may not publish has no right to make."""
    was_public = form.instance.pk is not None and is_public_now(form.instance)  # what was typed comes in later
    refused = kept_back(type(form.instance)) if was_public else WINDOW
    french = {f"{field}_{languages.REFERENCE}" for field in translated.fields(type(form.instance))}
    for name in form.changed_data:
        if name in refused:
            yield name, sentence
        elif was_public and name in french and not _corrects(form, name):
            yield name, CORRECT_ONLY
    if not was_public and form.cleaned_data.get("state") == State.PUBLISHED:
        yield "state", sentence


def _corrects(form: forms.ModelForm, name: str) -> bool:
    is_ticked = form.cleaned_data.get("minor_correction", False)
    return is_ticked and is_correction(form.initial.get(name) or "", form.cleaned_data.get(name) or "")
