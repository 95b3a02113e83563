"""Who may put a text on the site and take it down: draft → in review → published.

Without the permission one writes drafts, sends them to review, and translates; a text that is public stays as it is but
for its translations, which the desk must be able to mend on the day the French changes.
"""

from collections.abc import Iterator

from django import forms
from django.db.models import Model

from core import languages, translated
from core.models import State

PERMISSION = "desk.publish_content"  # made in desk/models.py; here it is only a name
WINDOW = ("publish_at", "expire_at")


def kept_back(model: type[Model]) -> set[str]:
    """Fields of a public row that only a publisher changes: all but the texts in languages other than French."""
    translations = {f"{field}_{code}" for field in translated.fields(model) for code in languages.OTHERS}
    return {field.name for field in model._meta.get_fields()} - translations


def is_public_now(row: Model | None) -> bool:
    """True when the stored state of `row` is "published", whatever its dates."""
    return row is not None and row.state == State.PUBLISHED


def states(state: str) -> list[tuple[str, str]]:
    """The states offered to somebody who may not publish: what comes before it, and what the text is already."""
    return [(choice.value, choice.label) for choice in State if choice in (State.DRAFT, State.IN_REVIEW, state)]


def refusals(form: forms.ModelForm, sentence: str) -> Iterator[tuple[str, str]]:
    """Field and `sentence` for each change in `form` that somebody who may not publish has no right to make."""
    was_public = form.initial.get("state") == State.PUBLISHED
    refused = kept_back(type(form.instance)) if was_public else WINDOW
    for name in form.changed_data:
        if name in refused:
            yield name, sentence
    if not was_public and form.cleaned_data.get("state") == State.PUBLISHED:
        yield "state", sentence
