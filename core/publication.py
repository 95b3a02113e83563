"""Who may put a text on the site and take it down: draft → in review → published.

Without the permission one writes drafts, sends them to review, and translates; a text that is public stays as it is but
for its translations, which the desk must be able to mend on the day the French changes, and for a comma or a misspelt
word in its French, ticked as a minor correction (core/corrections.py).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, pairwise

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, TextField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from core import corrections, languages, translated
from core.models import State

PERMISSION = "desk.publish_content"  # made in desk/models.py; here it is only a name
WINDOW = ("publish_at", "expire_at")
CORRECTED = "corrected"  # how a version says that somebody who may not publish corrected the French of a public text
CORRECT_ONLY = _(
    "In a public text you may correct spelling and punctuation, with “minor correction” ticked. "
    "For more, ask a publisher."
)


def kept_back(model: type[Model]) -> set[str]:
    """Fields of a public row that only a publisher changes: all but the texts."""
    texts = {f"{field}_{code}" for field in translated.fields(model) for code in languages.CODES}
    return {field.name for field in model._meta.get_fields()} - texts


def may(user: AbstractBaseUser, permissions: Iterable[str] = (PERMISSION,)) -> bool:
    """True when `user` may publish a kind of text of which any of `permissions` opens the door."""
    return any(user.has_perm(permission) for permission in permissions)


def is_public_now(row: Model | None) -> bool:
    """True when the stored state of `row` is "published", whatever its dates."""
    return row is not None and row.state == State.PUBLISHED


def standing(row: Model) -> tuple[str, str]:
    """Whether the public reads `row` by its state and dates: a name ("draft", "later", "ended" …), and words."""
    now = timezone.now()
    if row.state != State.PUBLISHED:
        return row.state, row.get_state_display()
    if row.expire_at and row.expire_at <= now:
        return "ended", gettext("expired since %(moment)s") % {"moment": _moment(row.expire_at)}
    if row.publish_at and row.publish_at > now:
        return "later", gettext("published from %(moment)s") % {"moment": _moment(row.publish_at)}
    return row.state, row.get_state_display()


def not_yet_or_no_more(row: Model) -> str:
    """A sentence about a published text that the public does not read by its dates; "" for any other."""
    name, words = standing(row)
    return (
        gettext("This text is not on the site now: %(words)s.") % {"words": words} if name in ("ended", "later") else ""
    )


def possible(form: forms.ModelForm) -> str:
    """What somebody who may not publish can do in the form of a published text, in sentences."""
    held = [
        code
        for code in languages.CODES
        if any(f"{field}_{code}" in form.fields for field in translated.fields(type(form.instance)))
    ]
    names = ", ".join(languages.NAMES[code] for code in held if code != languages.REFERENCE)
    said = [gettext("You may mend its translations here: %(languages)s.") % {"languages": names}] if names else []
    if languages.REFERENCE in held:
        said.append(gettext("You may correct spelling and punctuation of the French, with “minor correction” ticked."))
    return " ".join(said)


def _moment(instant: datetime) -> str:
    return date_format(localtime(instant), "DATETIME_FORMAT")


def states(state: str) -> list[tuple[str, str]]:
    """The states offered to somebody who may not publish: what comes before it, and what the text is already."""
    return [(choice.value, choice.label) for choice in State if choice in (State.DRAFT, State.IN_REVIEW, state)]


def refusals(form: forms.ModelForm, sentence: str) -> Iterator[tuple[str, str]]:
    """Field and `sentence` for each change in `form` that somebody who may not publish has no right to make."""
    was_public = form.instance.pk is not None and is_public_now(form.instance)  # what was typed comes in later
    refused = kept_back(type(form.instance)) if was_public else WINDOW
    for name in form.changed_data:
        if name in refused:
            yield name, sentence
        elif was_public and name in french(type(form.instance)) and (reason := _too_much(form, name)):
            yield name, reason
    if not was_public and form.cleaned_data.get("state") == State.PUBLISHED:
        yield "state", sentence


def french(model: type[Model]) -> set[str]:
    """Names of the French columns of `model`."""
    return {f"{field}_{languages.REFERENCE}" for field in translated.fields(model)}


def approved(row: Model, name: str, permissions: Iterable[str]) -> str:
    """What the column `name` said when somebody who may publish last saved `row`, or whoever wrote it before.

    Corrections are measured against it, so that many small ones do not add up to another text.
    """
    versions = row.history.select_related("history_user").iterator(chunk_size=20)
    for version, older in pairwise(chain(versions, [None])):
        said = getattr(version, name) or ""
        if older is None or _is_settled(version, said != (getattr(older, name) or ""), permissions):
            return said
    return getattr(row, name) or ""  # a row without a history


def _is_settled(version: Model, is_changed: bool, permissions: Iterable[str]) -> bool:
    """True when what a version says was not merely corrected; None saved it: a command, or somebody who has left."""
    if version.history_change_reason == CORRECTED:
        return False
    return is_changed or version.history_user is None or may(version.history_user, permissions)


def _too_much(form: forms.ModelForm, name: str) -> str:
    """Why the change of a French text is no correction; "" when it is one and is ticked."""
    if not form.cleaned_data.get("minor_correction", False):
        return str(CORRECT_ONLY)
    field = type(form.instance)._meta.get_field(name)
    reason = corrections.refusal(
        approved(form.instance, name, form.publish_permissions),
        form.cleaned_data.get(name) or "",
        is_rich=isinstance(field, ProseEditorField),
        is_short=not isinstance(field, TextField),
    )
    return f"{reason} {CORRECT_ONLY}" if reason else ""
