"""What happens to a text that comes back: whose it is, what is wrong or odd about it, what it would do to a story."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import limits
from core.models import Translation
from desk import exchange, units
from desk.exchange import Outcome
from testimonies.models import Testimony
from tests import rows
from tests.desk import exports, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "empty")]
FORMATS = ("xliff", "xlsx")
GONE = "The record is gone, or it is not yours to change."


def sent(editor, changes, kind="xlsx", language="ar", still_right=()):
    """The package of everything exported by `editor`, with `changes`."""
    content = exports.exported(language, kind, editor, everything=True)
    return exchange.read(exports.returned(content, changes, still_right))


def imported(package, user, *ticked, language="ar"):
    """How many texts went in, with the boxes as they are shown and those of `ticked`."""
    plan = exchange.plan(package, language, user)
    return len(exchange.apply(package, language, user, plan.digest, plan.ordinary | {*ticked}))


def nothing_told(line):
    """True for a line that says no more than its sender wrote."""
    model, pk, field = line.key.rsplit(".", 5)[0], line.key.split(".")[2], line.key.split(".")[3]
    verbose = next(m for m in units.translated_models() if m._meta.label_lower == model)
    names = {"what": f"{str(verbose._meta.verbose_name).capitalize()} {pk}", "field": units.field_name(verbose, field)}
    return line == exchange.Line(line.key, Outcome.REFUSED, GONE, **names)


def guessed(editor, user, model, pk, field):
    """The line of a key that somebody has made up; the mark is that of any export."""
    rows.section()
    content = exports.renamed(exports.exported("ar", "xliff", editor), f"{model}.{pk}.{field}.ar.0.0")
    return exchange.plan(exchange.read(content), "ar", user).lines[0]


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_guessed_key_tells_an_editor_of_mali_nothing_of_guinea(editor, state):
    mali, guinea = rows.country(), rows.country()
    secret = rows.section(country=guinea, title_fr="Brouillon", state=state)
    line = guessed(editor, people.member("Editor", countries=[mali]), "countries.section", secret.pk, "title")
    assert nothing_told(line)
    assert line.key == f"countries.section.{secret.pk}.title.ar.0.0"


def test_a_guessed_key_tells_nothing_of_a_story_to_who_changes_questions(editor):
    story = rows.story(state="draft")
    clerk = rows.user()
    clerk.user_permissions.set(rows.unlimited("change_question", "exchange_translations"))
    assert nothing_told(guessed(editor, clerk, "testimonies.testimony", story.pk, "title"))


def test_what_is_gone_reads_the_same(editor):
    story = rows.story()
    pk = story.pk
    story.delete()
    assert nothing_told(guessed(editor, editor, "testimonies.testimony", pk, "title"))


def test_a_language_that_is_not_ones_own_tells_nothing(editor):
    section = rows.section()
    arabist = people.member("Translator", languages="en")
    assert nothing_told(guessed(editor, arabist, "countries.section", section.pk, "title"))


def test_texts_that_somebody_may_not_change_are_neither_handed_out_nor_taken_in(editor):
    section, question = rows.section(title_fr="Un"), rows.question()
    clerk = rows.user()
    clerk.user_permissions.set(rows.unlimited("change_question"))
    assert {unit.key.model for unit in units.collect(units.Choice("ar"), clerk, exports.ORIGIN)} == {"portal.question"}
    changes = {f"countries.section.{section.pk}.title": "نص", f"portal.question.{question.pk}.question": "سؤال"}
    assert imported(sent(editor, changes), clerk) == 1
    section.refresh_from_db(), question.refresh_from_db()
    assert (section.title_ar or "", question.question_ar) == ("", "سؤال")


def test_a_coordinator_takes_in_texts_of_the_own_point_only(editor):
    here, there = rows.session(what_to_bring_fr="Un cahier"), rows.session(what_to_bring_fr="Un stylo")
    changes = {f"sessions_app.session.{row.pk}.what_to_bring": "دفتر" for row in (here, there)}
    plan = exchange.plan(sent(editor, changes), "ar", rows.coordinator(here.point))
    assert [line.row for line in plan.of(Outcome.CHANGED)] == [here]
    others = [line for line in plan.lines if not line.key.startswith(f"sessions_app.session.{here.pk}.")]
    assert [line for line in others if not nothing_told(line)] == []
    assert len(others) > 1


def test_a_point_and_a_closure_of_all_points_are_not_the_coordinators_own(editor):
    from sessions_app.models import Closure

    point, other = rows.point(), rows.point()
    days = {"first_day": "2026-12-01", "last_day": "2026-12-02"}
    for place in (None, point, other):
        Closure.objects.create(point=place, name_fr="Fermé", **days)
    user = rows.coordinator(point)
    user.user_permissions.add(*rows.unlimited("change_orientationpoint", "change_closure"))
    user = type(user).objects.get(pk=user.pk)
    for model in (type(point), Closure):
        found = units.changeable(model.objects.all(), user, "ar")
        assert [getattr(row, "point", row) for row in found] == [point]
        assert len(units.changeable(model.objects.all(), editor, "ar")) == model.objects.count() > 1


@pytest.mark.parametrize("group", ["Translator", "Editor"])
def test_what_may_be_exchanged_is_what_the_limits_let_one_change(editor, group):
    """One queryset instead of a question for each row: both say the same."""
    mali, guinea = rows.country(), rows.country()
    for place in (mali, guinea, None):
        rows.section(country=place), rows.contact(country=place)
    rows.opportunity(country=mali), rows.question(), rows.module(), rows.story(country=guinea)
    compared = 0
    for named in ({}, {"countries": [mali]}, {"languages": "ar"}, {"languages": "en", "countries": [guinea, mali]}):
        user = people.member(group, **named)
        for model in units.translated_models():
            for row in model.objects.all():
                allowed = "ar" in limits.languages_of(user) and limits.may_change(user, row)
                found = units.changeable(model.objects.filter(pk=row.pk), user, "ar").exists()
                assert found == allowed, (model, named)
                compared += 1
    assert compared > 40


def test_a_text_of_the_programme_itself_is_neither_handed_out_nor_taken_in(editor):
    """Its form is read-only: the repository makes it."""
    explainer = Testimony.objects.create(slug="explication", title_fr="Titre", summary_fr="Texte", explainer=True)
    choice = units.Choice("ar", everything=True, app="testimonies")
    assert units.collect(choice, editor, exports.ORIGIN) == []
    assert nothing_told(guessed(editor, editor, "testimonies.testimony", explainer.pk, "summary"))


@pytest.mark.parametrize(
    ("consents", "is_out"),
    [
        ((), True),
        (({},), True),
        (({"expires_on": "2026-11-20"},), False),
        (({"withdrawn_on": "2026-11-20"},), False),
        (({"expires_on": "2026-11-20"}, {}), True),
    ],
)
def test_a_story_whose_consent_has_ended_is_handed_to_nobody(editor, consents, is_out):
    story = rows.story()
    for values in consents:
        rows.consent(story, **values)
    found = units.collect(units.Choice("ar", app="testimonies"), editor, exports.ORIGIN)
    assert bool(found) == is_out
    line = guessed(editor, editor, "testimonies.testimony", story.pk, "title")
    assert nothing_told(line) != is_out


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("countries.section.1.title.fr", "This would write the French. Only translations are imported."),
        ("countries.section.1.slug.ar", "This field is not translated."),
        ("countries.section.1.title_ar.ar", "This field is not translated."),
        ("auth.user.1.username.ar", "There are no such records."),
        ("countries.section.1.title.en", "It is of another language than the file."),
        ("countries.section.one.title.ar", "This is not the key of a text."),
        ("nothing", "This is not the key of a text."),
    ],
)
def test_a_key_of_somebodys_own_is_refused_and_the_rest_goes_on(editor, kind, key, reason):
    first, second = rows.checklist_item(), rows.checklist_item()
    content = exports.exported("ar", kind, editor)
    content = exports.returned(content, {f"portal.checklistitem.{row.pk}.text": "نص" for row in (first, second)})
    key = key if key == "nothing" else f"{key}.{'0' * 16}.{'0' * 16}"
    package = exchange.read(exports.renamed(content, key))
    refused = exchange.plan(package, "ar", editor).of(Outcome.REFUSED)
    assert refused == [exchange.Line(key, Outcome.REFUSED, reason, what=key)]
    assert imported(package, editor) == 1
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.text_ar or "", second.text_ar) == ("", "نص")


def test_an_object_that_is_gone_is_said_and_the_rest_goes_on(editor):
    gone, stays = rows.section(title_fr="Un"), rows.section(title_fr="Deux")
    package = sent(editor, {f"countries.section.{r.pk}.title": "نص" for r in (gone, stays)})
    gone.delete()
    assert {line.reason for line in exchange.plan(package, "ar", editor).of(Outcome.REFUSED)} == {GONE}
    assert imported(package, editor) == 1


def test_a_text_that_stands_twice_is_refused_twice_by_its_name(editor):
    row = rows.checklist_item()
    changes = {f"portal.checklistitem.{row.pk}.text": "نص"}
    content = exports.returned(exports.exported("ar", "xliff", editor), changes)
    _start, unit, end = content.partition(b"<trans-unit")
    doubled = content.replace(b"<body>", b"<body>" + unit + end.partition(b"</trans-unit>")[0] + b"</trans-unit>")
    refused = exchange.plan(exchange.read(doubled), "ar", editor).of(Outcome.REFUSED)
    assert [(line.what, line.reason) for line in refused] == [
        (units.title(row), "This text stands twice in the file.")
    ] * 2


@pytest.mark.parametrize(
    ("french", "arabic", "warning"),
    [
        ("Se loger", "السكن", ""),
        ("Se loger", "Housing", "No Arabic letter in it."),
        ("Se loger", "12 — 14", "No word in it, and the French has some."),
        ("2018", "2018 م", ""),
        ("276", "277", ""),
        ("Se loger (OIM)", "السكن (IOM)", ""),
    ],
)
def test_odd_letters_are_said_and_not_refused(editor, french, arabic, warning):
    row = rows.section(title_fr=french)
    package = sent(editor, {f"countries.section.{row.pk}.title": arabic})
    assert [line.warning for line in exchange.plan(package, "ar", editor).of(Outcome.CHANGED)] == [warning]
    assert imported(package, editor) == 1


def test_tags_are_no_letters(editor):
    row = rows.section(body_fr="<p>Un <strong>mot</strong></p>")
    package = sent(editor, {f"countries.section.{row.pk}.body": "<p>1 <strong>2</strong></p>"})
    changed = exchange.plan(package, "ar", editor).of(Outcome.CHANGED)
    assert [line.warning for line in changed] == ["No word in it, and the French has some."]


def test_english_may_have_any_letters(editor):
    row = rows.section(title_fr="Se loger")
    package = sent(editor, {f"countries.section.{row.pk}.title": "Housing"}, language="en")
    assert [line.warning for line in exchange.plan(package, "en", editor).of(Outcome.CHANGED)] == [""]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_fault_elsewhere_in_the_record_is_not_the_translators(editor, kind):
    """A number stored before the rule for numbers: neither refused for it, nor an error of the server."""
    row = rows.contact(whatsapp="221 77", name_fr="Bureau", name_ar="مكتب", city_fr="Dakar")
    row.name_fr = "Grand bureau"
    row.save()
    prefix = f"countries.contact.{row.pk}"
    package = sent(editor, {f"{prefix}.city": "داكار"}, kind, still_right=[f"{prefix}.name"])
    assert imported(package, editor) == 2
    row.refresh_from_db()
    assert (row.city_ar, row.outdated_in, row.whatsapp) == ("داكار", "", "221 77")


def states(row, language="ar"):
    found = Translation.objects.filter(object_id=row.pk, content_type__model=row._meta.model_name, language=language)
    return dict(found.values_list("field", "state"))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_finished_text_ends_the_work_on_the_row_in_its_language(editor, kind):
    row = rows.question()
    row.in_progress = frozenset({"ar"})
    row.save()
    assert set(states(row).values()) == {"progress"}
    assert imported(sent(editor, {f"portal.question.{row.pk}.question": "هل؟"}, kind), editor) == 1
    assert states(row) == {"question": "current", "answer": "missing"}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_text_in_progress_that_is_said_to_be_right_is_up_to_date(editor, kind):
    row = rows.question()
    row.question_ar, row.in_progress = "هل؟", frozenset({"ar"})
    row.save()
    package = sent(editor, {}, kind, still_right=[f"portal.question.{row.pk}.question"])
    assert imported(package, editor) == 1
    assert states(row) == {"question": "current", "answer": "missing"}


def test_what_a_tool_calls_unfinished_leaves_the_work_going_and_so_does_the_other_language(editor):
    row = rows.question()
    row.in_progress = frozenset({"ar", "en"})
    row.save()
    content = exports.exported("ar", "xliff", editor, everything=True)
    content = exports.returned(content, {f"portal.question.{row.pk}.question": "هل؟"})
    unfinished = exchange.read(content.replace(b'state="translated"', b'state="needs-review-translation"'))
    assert imported(unfinished, editor) == 1
    assert set(states(row).values()) == {"progress"}
    assert imported(sent(editor, {f"portal.question.{row.pk}.question": "هل صحيح؟"}), editor) == 1
    assert (states(row)["question"], set(states(row, "en").values())) == ("current", {"progress"})


@pytest.mark.parametrize("kind", FORMATS)
def test_the_end_of_the_work_in_one_language_rewrites_no_state_of_the_other(editor, kind):
    """The English answer is worked on, the English question was outdated by a correction of the French."""
    row = rows.question(question_en="Which?")
    row.in_progress = frozenset({"ar", "en"})
    row.save()
    Translation.objects.filter(object_id=row.pk, field="question", language="en").update(state="current")
    row.refresh_from_db()
    row.question_fr = "Quoi d’autre ?"
    row.save()
    english = {"question": "outdated", "answer": "progress"}
    assert states(row, "en") == english
    assert imported(sent(editor, {f"portal.question.{row.pk}.question": "هل؟"}, kind), editor) == 1
    assert states(row) == {"question": "current", "answer": "missing"}
    assert states(row, "en") == english


@pytest.mark.parametrize("kind", FORMATS)
def test_line_breaks_that_a_colleague_has_set_meanwhile_are_not_overwritten_unasked(editor, kind):
    row = rows.point(address_fr="rue 1, rue 2", address_ar="شارع 1 شارع 2")
    changes = {f"sessions_app.orientationpoint.{row.pk}.address": "شارع 1 شارع 3"}
    package = sent(editor, changes, kind)
    row.address_ar = "شارع 1\nشارع 2"
    row.save()
    asked = exchange.plan(package, "ar", editor).of(Outcome.ASKED)
    assert [(line.column, line.reason) for line in asked] == [
        ("address_ar", "Somebody has changed the translation since the export.")
    ]
    assert imported(package, editor) == 0
    assert imported(sent(editor, changes, kind), editor) == 1


@pytest.mark.parametrize(
    ("state", "reviewed", "leaves"), [("published", True, True), ("published", False, False), ("draft", True, False)]
)
def test_a_public_story_leaves_the_site_only_when_that_is_ticked(editor, state, reviewed, leaves):
    story = rows.story(state=state)
    rows.consent(story, **({} if reviewed else {"reviewed_by": None, "reviewed_on": None}))
    changes = {f"testimonies.testimony.{story.pk}.{field}": "كلام آخر" for field in ("title", "summary")}
    package = sent(editor, changes)
    plan = exchange.plan(package, "ar", editor)
    name = f"testimonies.testimony.{story.pk}"
    assert plan.stories == ({name: units.title(story)} if leaves else {})
    assert imported(package, editor) == (0 if leaves else 2)
    assert imported(package, editor, name) == (2 if leaves else 0)
    story.refresh_from_db()
    assert story.title_ar == "كلام آخر"
    assert not type(story).objects.published().exists()
    assert list(story.writers.all()) == [editor]


def test_a_text_to_decide_of_a_public_story_wants_both_ticks(editor):
    story = rows.public_story(title_ar="حكاية")
    package = sent(editor, {f"testimonies.testimony.{story.pk}.title": "من الخارج"})
    type(story).objects.filter(pk=story.pk).update(title_ar="من الداخل")
    line = exchange.plan(package, "ar", editor).of(Outcome.ASKED)[0]
    assert imported(package, editor, line.key) == imported(package, editor, line.takes_down) == 0
    assert imported(package, editor, line.key, line.takes_down) == 1


def test_a_story_that_was_published_after_the_preview_is_not_taken_down_by_it(editor):
    story = rows.public_story(state="draft")
    package = sent(editor, {f"testimonies.testimony.{story.pk}.title": "كلام آخر"})
    shown = exchange.plan(package, "ar", editor).digest
    type(story).objects.filter(pk=story.pk).update(state="published")
    with pytest.raises(exchange.MovedError):
        exchange.apply(package, "ar", editor, shown)
    assert type(story).objects.published().count() == 1


@pytest.mark.parametrize(("is_limited", "counts"), [(False, (10, 7)), (True, (13, 9))])
def test_export_and_plan_ask_the_same_queries_however_many_rows(editor, is_limited, counts):
    mali = rows.country()
    exports.exported("ar", "xlsx", editor)  # the kinds of records are looked up once in a process
    for more in (1, 2):
        for _number in range(more):
            rows.section(country=mali)
        user = people.member("Editor", countries=[mali]) if is_limited else editor
        with CaptureQueriesContext(connection) as out:
            found = units.collect(units.Choice("ar", app="countries"), _fresh(user), exports.ORIGIN)
        assert sum(unit.key.model == "countries.section" for unit in found) == 2 * mali.sections.count()
        package = exchange.read(exports.exported("ar", "xlsx", user, app="countries"))
        with CaptureQueriesContext(connection) as back:
            plan = exchange.plan(package, "ar", _fresh(user))
        assert plan.counts[Outcome.UNCHANGED] == len(package.units)
        assert (len(out), len(back)) == counts


def _fresh(user):
    """As a request gets them: nothing remembered."""
    return type(user).objects.get(pk=user.pk)
