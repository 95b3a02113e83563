"""Two people at one form: the second to save learns what the first changed, and nothing is lost silently.

A form carries, signed, what each of its fields said when it was opened (as a digest). When it comes back, each field is
one of four: nobody or both changed it the same way; only this person did; only somebody else did, and theirs is kept;
both did, and the form is refused until this person has seen the other's text and says to save all the same. A
translation whose French moved meanwhile is refused as well: it was made from words that are no longer there. Nobody
publishes what they have not read: whatever somebody else changed is then shown first.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import connection, models
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import differences, languages, translated
from core.differences import Piece
from core.models import State, TranslatedModel
from core.versions import shown

OPENED = "opened"  # the hidden box: what the form said when it was opened
SEEN = "save_all_the_same"  # the tick: what the person was shown of the other's changes
WARNED = "was_warned"  # hidden beside the tick: the page has shown it
SALT = "core.editing"


class Opened(NamedTuple):
    """Digests by name: of the fields of the form, and of all texts of the row whether the form holds them or not."""

    fields: Mapping[str, str]
    texts: Mapping[str, str]


class Conflict(NamedTuple):
    """One field that two people changed: what is stored now, what this person typed, how the two differ."""

    label: str
    language: str  # "" for what is no text
    theirs: str
    yours: str
    pieces: list[Piece]
    is_french_moved: bool = False  # `theirs` is then the French of now, `yours` the translation
    is_unread: bool = False  # only the other changed it, and this save would make it public
    is_kept: bool = False  # only the other changed it, and it stays so

    @property
    def direction(self) -> str:
        return languages.direction(self.language) if self.language else "auto"


class Watched:
    """What a model form needs to notice that somebody else was faster; see `watched`."""

    conflicts: tuple[Conflict, ...] = ()
    kept: tuple[Conflict, ...] = ()
    merged: tuple[str, ...] = ()
    seen_token = ""
    is_tick_missing = False  # shown before, and sent again without the tick

    def clean(self):
        if self.instance.pk and OPENED in self.data:
            try:
                self._compare(read(self.data[OPENED], self.instance))
            except signing.BadSignature:
                self.add_error(None, _("This form was altered on its way. Copy your text, and open the page again."))
        return super().clean()

    def opened(self) -> str:
        """The token for the hidden box: as it came, so that the comparison stays with the moment of opening."""
        return self.data.get(OPENED, "") if self.is_bound else token(self)

    def _compare(self, opened: Opened) -> None:
        now, seen = _stored(self), self._seen()
        names = [name for name in opened.fields if name in self.fields and name in self.cleaned_data]
        yours = {name: digest(self.cleaned_data[name]) for name in names}
        moved = [name for name in names if now.fields[name] != opened.fields[name]]
        touched = [name for name in names if yours[name] not in (opened.fields[name], now.fields[name])]
        refused = [_conflict(self, n) for n in moved if n in touched and seen.get(n) != now.fields[n]]
        told = set()
        for name, french in _french_of(touched, type(self.instance)):
            if french not in touched and now.texts[french] not in (opened.texts[french], seen.get(french)):
                refused.append(_french_moved(self, name, french))
                told.add(french)
        merged = [name for name in moved if yours[name] == opened.fields[name]]
        if "state" in touched and self.cleaned_data["state"] == State.PUBLISHED:  # this save would make it public
            texts = [name for name in opened.texts if name not in names and now.texts[name] != opened.texts[name]]
            unread = [name for name in (*merged, *texts) if seen.get(name) != (now.fields | now.texts)[name]]
            refused += [_theirs(self, name)._replace(is_unread=True) for name in unread]
            told.update(unread)
        self.kept = tuple(_theirs(self, name)._replace(is_kept=True) for name in merged if name not in told)
        self._show(merged)
        self._keep(merged)
        if refused:
            self.conflicts, self.seen_token = tuple(refused), signing.dumps(now.fields | now.texts, salt=SALT)
            self.is_tick_missing = WARNED in self.data and SEEN not in self.data
            self.add_error(None, who_was_faster(self.instance))

    def _show(self, names: list[str]) -> None:
        """Into the boxes of the form that comes back, what is stored: nobody goes on typing in what is old."""
        self.data = self.data.copy()
        for name in names:
            field, box = self.fields[name], self.add_prefix(name)
            value = field.prepare_value(self.initial.get(name))
            if isinstance(field.widget, forms.MultiWidget):
                for number, part in enumerate(field.widget.decompress(value)):
                    self.data[f"{box}_{number}"] = "" if part is None else str(part)
            elif isinstance(value, (list, tuple)):
                self.data.setlist(box, [str(one) for one in value])
            else:
                self.data[box] = "" if value is None else str(value)

    def _seen(self) -> dict[str, str]:
        try:
            return signing.loads(self.data.get(SEEN, ""), salt=SALT)
        except signing.BadSignature:
            return {}

    def _keep(self, names: list[str]) -> None:
        """What only the other changed stays as the other left it."""
        for name in names:
            is_many = isinstance(self.fields[name], forms.ModelMultipleChoiceField)
            self.cleaned_data[name] = self.initial[name] if is_many else getattr(self.instance, name)
        self.merged = tuple(names)
        self.changed_data = [name for name in self.changed_data if name not in names]


def watched(form: type[forms.ModelForm], **attributes: Any) -> type[forms.ModelForm]:
    """`form`, made to notice changes by somebody else since it was opened."""
    return type(form.__name__, (Watched, form), attributes)


def token(form: forms.ModelForm) -> str:
    """Signed, for one row only: what its fields say now. "" for a row that is not stored."""
    row = form.instance
    if not row.pk:
        return ""
    return signing.dumps([*_stored(form)], salt=_salt(row), compress=True)


def read(signed: str, row: models.Model) -> Opened:
    """Raises signing.BadSignature for what we did not sign for this row."""
    return Opened(*signing.loads(signed, salt=_salt(row)))


def comes_back(request: HttpRequest) -> None:
    """To be called by the change form alone: no other address takes the token of a form for a right (`offered`)."""
    request.form_opened = request.POST.get(OPENED, "")


def offered(request: HttpRequest, row: models.Model | None) -> frozenset[str]:
    """Names of the fields in the form that comes back with `request`, as far as its token tells."""
    try:
        return frozenset(read(getattr(request, "form_opened", ""), row).fields) if row else frozenset()
    except signing.BadSignature:
        return frozenset()


def locked(request: HttpRequest, row: TranslatedModel | None) -> TranslatedModel | None:
    """The row as it is now and, when it will be saved, nobody else's until then; None when it is gone."""
    if row and request.method == "POST" and connection.in_atomic_block:
        return type(row)._default_manager.select_for_update().filter(pk=row.pk).order_by("pk").first()  # no join in it
    return row


def tell(request: HttpRequest, form: forms.ModelForm) -> None:
    """After saving: which fields stay as somebody else left them."""
    if names := getattr(form, "merged", ()):
        labels = ", ".join(label_of(type(form.instance), name) for name in names)
        text = _("Somebody else has changed this meanwhile, and it stays as they left it: %(fields)s.")
        messages.info(request, text % {"fields": labels})


def who_was_faster(row: TranslatedModel) -> str:
    """One sentence, with the name and the hour where the history knows them."""
    last = row.history.select_related("history_user").first()
    if last is None or last.history_user is None:
        return _("Somebody else has saved this since you opened it. Nothing of yours is saved yet.")
    values = {"name": last.history_user.get_username(), "time": f"{localtime(last.history_date):%H:%M}"}
    return _("%(name)s has saved this at %(time)s, after you opened it. Nothing of yours is saved yet.") % values


def digest(value: Any) -> str:
    """The same for a value as stored and as it comes back from a form. White space is no change."""
    return blake2s(_normal(value).encode(), digest_size=8).hexdigest()


def _normal(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return ",".join(sorted(map(_normal, value)))
    return " ".join(str(value).split())


def _salt(row: models.Model) -> str:
    return f"{SALT}:{row._meta.label}:{row.pk}"


def _stored(form: forms.ModelForm) -> Opened:
    """What the database says now. To be read before the form writes into its row."""
    row, known = form.instance, {field.name for field in form._meta.model._meta.get_fields()}
    texts = [f"{field}_{code}" for field in translated.fields(type(row)) for code in languages.CODES]
    return Opened(
        {name: digest(form.initial.get(name)) for name in form.fields if name in known},
        {name: digest(getattr(row, name)) for name in texts},
    )


def _french_of(names: list[str], model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Each translation among `names` with the name of its French."""
    for field in translated.fields(model):
        for code in languages.OTHERS:
            if f"{field}_{code}" in names:
                yield f"{field}_{code}", f"{field}_{languages.REFERENCE}"


def _conflict(form: forms.ModelForm, name: str) -> Conflict:
    row, is_in_form = form.instance, name in form.cleaned_data
    theirs = _shown(form, name, form.initial.get(name) if is_in_form else getattr(row, name))
    yours = _shown(form, name, form.cleaned_data[name]) if is_in_form else ""
    language = _language(form, name)
    return Conflict(label_of(type(form.instance), name), language, theirs, yours, differences.words(theirs, yours))


def _theirs(form: forms.ModelForm, name: str) -> Conflict:
    """What only the other changed, before its old value leaves the form: with the words that went and came."""
    conflict = _conflict(form, name)
    return conflict._replace(yours=conflict.theirs, pieces=differences.words(conflict.yours, conflict.theirs))


def _french_moved(form: forms.ModelForm, name: str, french: str) -> Conflict:
    row = form.instance
    theirs, yours = _shown(form, french, getattr(row, french)), _shown(form, name, form.cleaned_data[name])
    return Conflict(label_of(type(row), name), _language(form, name), theirs, yours, [], is_french_moved=True)


def _language(form: forms.ModelForm, name: str) -> str:
    field, _separator, code = name.rpartition("_")
    return code if field in translated.fields(type(form.instance)) else ""


def label_of(model: type[models.Model], name: str) -> str:
    """ "titre (Français)". Raises FieldDoesNotExist."""
    field, _separator, code = name.rpartition("_")
    if field in translated.fields(model):
        return f"{model._meta.get_field(field).verbose_name} ({languages.NAMES[code]})"
    return str(model._meta.get_field(name).verbose_name)


def _shown(form: forms.ModelForm, name: str, value: Any) -> str:
    field = type(form.instance)._meta.get_field(name)
    if field.many_to_many:
        return "\n".join(str(row) for row in value)
    return shown(field, value.pk if isinstance(value, models.Model) else value)
