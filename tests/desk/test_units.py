"""What is handed out: which texts, under which key, with what a translator must know."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from core import translated
from core.models import TranslationState
from desk import units
from desk.units import Choice, Key
from tests import rows
from tests.desk.exports import ORIGIN
from tests.desk.people import member

pytestmark = pytest.mark.django_db


def collected(user, language="ar", **choice):
    return units.collect(Choice(language, **choice), user, ORIGIN)


def places(found):
    return [(unit.key.model, unit.key.field) for unit in found]


def test_a_unit_says_all_that_its_translator_must_know(editor, empty):
    country = rows.country(slug="senegal", name_fr="Sénégal", name_ar="السنغال")
    row = rows.section(
        country=country, title_fr="Se loger", title_ar="السكن", body_fr="<p>Texte</p>", body_ar="<p>نص</p>"
    )
    row.title_fr = "Trouver un logement"
    row.save()
    unit = next(unit for unit in collected(editor, app="countries") if unit.key.model == "countries.section")
    fingerprints = units.fingerprint("Trouver un logement"), units.fingerprint("السكن")
    assert unit == units.Unit(
        key=Key("countries.section", str(row.pk), "title", "ar", *fingerprints),
        what="Section · Sénégal · Trouver un logement",
        field="Titre",
        french="Trouver un logement",
        translation="السكن",
        previous="Se loger",
        state=TranslationState.OUTDATED,
        rich=False,
        limit=150,
        page=f"{ORIGIN}/ar/countries/senegal/#{row.topic.slug}",
        link=f"{ORIGIN}/fr/admin/countries/section/{row.pk}/change/#id_title_ar",
    )


def test_missing_and_outdated_or_everything(editor, empty):
    rows.question(question_ar="هل؟", answer_ar="<p>نعم</p>")
    rows.question(question_ar="هل؟")
    assert places(collected(editor, app="portal")) == [("portal.question", "answer")]
    assert places(collected(editor, everything=True, app="portal")) == [
        ("portal.question", n) for n in ("question", "answer") * 2
    ]


def test_what_somebody_is_working_on_is_not_handed_out_twice(editor, empty):
    row = rows.question()
    row.in_progress = frozenset({"ar"})
    row.save()
    assert collected(editor) == []
    assert len(collected(editor, language="en")) == 2


def test_by_app_and_by_country(editor, empty):
    mali, guinea = rows.country(slug="mali"), rows.country(slug="guinea")
    rows.section(country=mali, title_fr="Au Mali"), rows.section(country=guinea), rows.section(), rows.question()
    in_mali = collected(editor, country="mali")
    assert {unit.key.model for unit in in_mali} == {"countries.country", "countries.section"}
    assert [unit.french for unit in in_mali if unit.key.field == "title"] == ["Au Mali"]
    of_none = collected(editor, country=units.NO_COUNTRY)
    assert {unit.key.model for unit in of_none} == {"countries.section", "countries.topic", "portal.question"}
    assert {unit.key.model for unit in collected(editor, app="portal")} == {"portal.question"}


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.1.c.ar.x", "a.b.1.c.ar.x.y.z", "a.b.-1.c.ar.x.y", "a.b.١.c.ar.x.y", f"a.b.{'9' * 19}.c.ar.x.y"],
)
def test_what_is_no_key(text):
    with pytest.raises(ValueError):
        Key.parse(text)


def test_a_key_there_and_back():
    key = Key("countries.section", "12", "body", "ar", "0" * 16, "1" * 16)
    assert Key.parse(str(key)) == key


def test_white_space_changes_no_fingerprint():
    assert units.fingerprint("un\r\n deux ") == units.fingerprint("un deux") != units.fingerprint("undeux")
    assert units.fingerprint(None) == units.fingerprint("")


def test_of_a_plain_translation_each_line_counts():
    lines = [units.fingerprint_of_translation(text, rich=False) for text in (" un\r\ndeux  trois", "un\n deux trois\n")]
    assert lines[0] == lines[1] != units.fingerprint("un deux trois")
    assert units.fingerprint_of_translation("un\ndeux", rich=True) == units.fingerprint("un deux")
    for rich in (True, False):
        assert units.fingerprint_of_translation(" un  deux\n", rich) == units.fingerprint("un deux")
        assert units.fingerprint_of_translation(None, rich) == units.fingerprint("")


def test_a_mark_is_of_this_site_and_this_language(settings):
    mark = units.mark("ar")
    assert units.language_of(f" {mark}\n") == "ar"
    assert units.language_of(mark.replace("ar:", "en:")) == ""
    assert units.language_of("") == ""
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    assert units.language_of(mark) == "ar"  # the key may be renewed while a file is outside
    settings.SECRET_KEY_FALLBACKS = []
    assert units.language_of(mark) == ""


def test_in_every_role_what_is_taken_in_is_what_the_form_lets_one_type(empty, rf):
    """Group × limits × kind of row × language: the import and the form of the admin say the same."""
    mali, guinea, here, there = rows.country(), rows.country(), rows.point(), rows.point()
    every = [
        mali, guinea, rows.section(country=mali), rows.section(country=guinea), rows.section(country=None),
        here, there, rows.module(), rows.session(point=here), rows.session(point=there, day="2025-01-07"),
        rows.session(point=here, day="2027-01-05", status="cancelled", reason_fr="A"), rows.topic(), rows.question(),
        rows.story(country=mali), rows.contact(country=mali), rows.partner(), rows.page(),
        rows.opportunity(country=guinea),
    ]  # fmt: skip
    people = [
        member(group, languages=languages, countries=countries, all_countries=everywhere)
        for group in Group.objects.values_list("name", flat=True)
        for languages in ("", "ar", "en fr")
        for countries, everywhere in (((), False), ((mali,), False), ((), True))
    ]
    told = []
    for user in [*people, rows.coordinator(here)]:
        request = rf.get("/")
        request.user = type(user).objects.get(pk=user.pk)
        for row in every:
            open_boxes = _open_boxes(row, request)
            for language in ("ar", "en"):
                taken = units.changeable(type(row)._default_manager.filter(pk=row.pk), request.user, language).exists()
                if taken != (f"{translated.fields(type(row))[0]}_{language}" in open_boxes):
                    told.append((list(user.groups.values_list("name", flat=True)), repr(row), language, taken))
    assert told == []


def _open_boxes(row, request) -> set[str]:
    editor = admin.site.get_model_admin(type(row))
    found = editor.get_queryset(request).filter(pk=row.pk).first()
    if found is None or not editor.has_change_permission(request, found):
        return set()
    return set(editor.get_form(request, found, change=True).base_fields)
