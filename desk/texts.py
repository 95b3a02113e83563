"""Work on the texts that the public reads, of whatever model: due, ending, without sources, waiting for review.

Every kind is one query over all models (a UNION), however many models and rows there are.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.apps import apps
from django.contrib import admin
from django.db.models import CharField, Count, Exists, F, IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import addresses, languages, limits, publication, translated
from core.models import Content, State
from desk import kinds
from desk.access import within
from desk.kinds import Kind, Link, Row, Words

NAMES = ("title", "name", "question", "text", "label")  # which translated field says what a row is


def publishes(user, model: type[Content]) -> bool:
    """True when `user` may mend what only a publisher mends: the dates of a text, the sources of a public one."""
    permissions = admin.site.get_model_admin(model).publish_permissions
    return publication.may(user, permissions) and limits.changes_facts(user)


def writes(user, _model: type[Content]) -> bool:
    """True when `user` may say what is true: not a translator."""
    return limits.changes_facts(user)


class Question(NamedTuple):
    """One kind of work on texts. `filters` is the same question asked of the admin's list."""

    words: Words
    moment: str  # the column of the date that is shown; "" for the day the text came into its state
    filters: dict[str, str]
    who: Callable[..., bool]  # of those who may change a text at all

    @property
    def name(self) -> str:
        return self.words.name


QUESTIONS = (
    Question(
        Words(
            "due",
            _("Due for review"),
            _("Look whether it is still true. If so, one click renews it for as long as before."),
            _("Every published text was checked in time."),
            _("due since"),
        ),
        "review_by",
        {"due": "yes", "state__exact": State.PUBLISHED.value},
        publishes,
    ),
    Question(
        Words(
            "ending",
            _("Expired, or about to expire"),
            _("Give it a later expiry date, or take it down."),
            _("No text expires within 30 days."),
            _("taken down on"),
        ),
        "expire_at",
        {"due": "ending"},
        publishes,
    ),
    Question(
        Words(
            "review",
            _("Waiting for review"),
            _("Read it, then publish it or give it back."),
            _("No text waits for your review."),
            _("sent on"),
        ),
        "",
        {"state__exact": State.IN_REVIEW.value},
        publishes,
    ),
    Question(
        Words(
            "returned",
            _("Drafts with a note"),
            _("Read the note, mend the text, and send it to review."),
            _("No draft has a note that waits for an answer."),
            _("draft since"),
        ),
        "",
        {"state__exact": State.DRAFT.value, "review_note__gt": ""},
        writes,
    ),
    Question(
        Words(
            "sourceless",
            _("Published without a source"),
            _("Name the source, or take it down."),
            _("Every published fact has its source."),
            _("verified on"),
        ),
        "verified_on",
        {"due": "sourceless"},
        publishes,
    ),
)
ROWS = {
    "due": lambda rows: rows.filter(state=State.PUBLISHED).due(),
    "ending": lambda rows: rows.ending(),
    "review": lambda rows: rows.filter(state=State.IN_REVIEW),
    "returned": lambda rows: rows.filter(state=State.DRAFT, review_note__gt=""),
    "sourceless": lambda rows: rows.sourceless(),
}


def models() -> list[type[Content]]:
    """Every kind of public text, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Content)]


def mine(user) -> list[type[Content]]:
    """The kinds that `user` may change."""
    return [model for model in models() if kinds.may(user, model, "change")]


def named(label: str) -> type[Content] | None:
    """The kind of text called so, "countries.section"; None for anything else."""
    return next((model for model in models() if model._meta.label_lower == label), None)


def work(user) -> list[Kind]:
    """The kinds of this module that are the user's to mend."""
    own = mine(user)
    asked = [(question, [model for model in own if question.who(user, model)]) for question in QUESTIONS]
    asked = [(question, whose) for question, whose in asked if whose]
    counts = _counts(user, asked)
    return [_kind(user, whose, question, counts[question.name]) for question, whose in asked]


def _kind(user, own: list, question: Question, counts: Counter) -> Kind:
    there = [model for model in own if counts[model._meta.label_lower]]
    parts = [_columns(_asked(model, user, question), question) for model in there]
    found = union(parts).order_by("moment", "of_model", "of_key")[: kinds.FIRST] if parts else []
    everything = [
        Link(
            capfirst(model._meta.verbose_name_plural),
            addresses.of_list(model, **question.filters),
            counts[model._meta.label_lower],
        )
        for model in there
    ]
    rows = [_row(values, question) for values in found]
    return Kind(question.words, counts.total(), rows, everything)


def _asked(model: type[Content], user, question: Question) -> QuerySet:
    return within(ROWS[question.name](model.objects.order_by()), user)


def _counts(user, asked: list[tuple[Question, list]]) -> dict[str, Counter]:
    """How many rows of each model each question finds. One query."""
    parts = [
        _asked(model, user, question)
        .annotate(asked=Value(question.name, CharField()), of_model=label_of(model))
        .values("asked", "of_model")
        .annotate(found=Count("pk", distinct=True))
        for question, whose in asked
        for model in whose
        if not _never(model, question)
    ]
    counts = {question.name: Counter() for question, _whose in asked}
    for values in union(parts) if parts else []:
        counts[values["asked"]][values["of_model"]] = values["found"]
    return counts


def _never(model: type[Content], question: Question) -> bool:
    """True where the question makes no sense: an empty queryset cannot be counted in a UNION."""
    return question.name == "sourceless" and not model.needs_source


def union(parts: list[QuerySet]) -> QuerySet:
    return parts[0].union(*parts[1:], all=True)


def columns_of_name(model: type[Model]) -> dict[str, F | Value]:
    """What a row is called and where it belongs, in French and in the reader's language, as columns."""
    code, name = languages.current(), naming(model)
    has_country = any(field.name == "country" for field in model._meta.fields)
    return {
        "of_model": label_of(model),
        "of_key": Cast("pk", IntegerField()),
        "said_fr": Cast(f"{name}_fr", CharField(max_length=300)),
        "said_own": Cast(f"{name}_{code}", CharField(max_length=300)),
        "land_fr": F("country__name_fr") if has_country else Value("", CharField()),
        "land_own": F(f"country__name_{code}") if has_country else Value("", CharField()),
    }


def label_of(model: type[Model]) -> Value:
    """ "countries.section", as a column."""
    return Value(model._meta.label_lower, CharField())


def columns(rows: QuerySet, **more) -> QuerySet:
    """What `rows` are called, and `more`. Named twice: modeltranslation's `values()` adds all fields to expressions."""
    found = columns_of_name(rows.model) | more
    return rows.annotate(**found).values(*found)


def naming(model: type[Model]) -> str:
    """The translated field that says what a row is; "title" for most."""
    return next(name for name in NAMES if name in translated.fields(model))


def _columns(rows: QuerySet, question: Question) -> QuerySet:
    if question.moment:
        return columns(rows, moment=F(question.moment), sender=Value("", CharField()), remark=Value("", CharField()))
    entered = _entered(rows.model)
    moment, sender = (Subquery(entered.values(name)[:1]) for name in ("history_date", "history_user__username"))
    return columns(rows, moment=moment, sender=sender, remark=Cast("review_note", CharField()))


def _entered(model: type[Content]) -> QuerySet:
    """Of the row outside, the versions since it is in its state, the first of them first."""
    versions = model.history.model.objects
    later = versions.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    since = ~Exists(later.exclude(state=OuterRef("state")))
    return versions.filter(since, id=OuterRef("pk"), state=OuterRef("state")).order_by("history_id")


def _row(values: dict, question: Question) -> Row:
    label, key = values["of_model"], values["of_key"]
    since = values["moment"]
    country = kinds.reading(values["land_fr"], values["land_own"])
    return Row(
        kinds.reading(values["said_fr"], values["said_own"]),
        _why(capfirst(named(label)._meta.verbose_name), values["sender"]),
        timezone.localdate(since) if isinstance(since, datetime) else since,
        kinds.mended(label, key, question.name),
        f"{label}:{key}" if question.name == "due" else "",
        country if country.text else None,
        values["remark"],
    )


def _why(kind: str, sender: str | None) -> str:
    if not sender:
        return kind
    return gettext("%(kind)s, by %(user)s") % {"kind": kind, "user": f"\u2068{sender}\u2069"}
