"""The state of each translation, whatever path the save takes."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core.models import Translation, TranslationState
from core.models.translations import state_of
from countries.models import Section
from tests import rows

pytestmark = pytest.mark.django_db
TEXTS = {"title_fr": "Se loger", "title_en": "Housing", "title_ar": "السكن"}


def states(row) -> dict:
    """Every record of `row` as {"title_ar": "current"}."""
    records = row.translations.values_list("field", "language", "state")
    return {f"{field}_{language}": state for field, language, state in records}


def stored(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def section(empty):
    return rows.section(**TEXTS, body_fr="<p>Texte</p>", body_en="<p>Text</p>")


@pytest.mark.parametrize(
    ("french", "made_from", "translation", "in_progress", "expected"),
    [
        ("a", "a", "x", False, TranslationState.UP_TO_DATE),
        ("a  b\r\n", "a b", "x", False, TranslationState.UP_TO_DATE),
        ("a", "b", "x", False, TranslationState.OUTDATED),
        ("a", "a", "", False, TranslationState.MISSING),
        ("a", "b", "x", True, TranslationState.IN_PROGRESS),
        ("a", "a", "", True, TranslationState.IN_PROGRESS),
    ],
)
def test_the_rule(french, made_from, translation, in_progress, expected):
    assert state_of(french, made_from, translation, in_progress) == expected


def test_a_new_row_is_up_to_date_or_missing_and_says_nothing_where_french_says_nothing(section):
    assert states(section) == {
        "title_en": "current", "title_ar": "current", "body_en": "current", "body_ar": "missing",
    }  # fmt: skip
    assert section.outdated_in == ""


def test_a_save_without_a_change_flags_nothing(section):
    row = stored(section)
    row.title_fr += "  "
    row.body_fr = row.body_fr.replace("</p>", "</p>\r\n")
    row.save()
    assert states(row)["title_ar"] == "current"
    assert stored(row).outdated_in == ""


def test_when_the_french_moves_the_others_are_outdated_and_know_what_they_were_made_from(section):
    row = stored(section)
    row.title_fr = "Trouver un logement"
    row.save()
    assert states(row) == {
        "title_en": "outdated", "title_ar": "outdated", "body_en": "current", "body_ar": "missing",
    }  # fmt: skip
    assert {record.source for record in row.translations.filter(field="title")} == {"Se loger"}
    assert stored(row).outdated_in == "en ar"
    assert stored(row).is_older_than_french("ar") and not stored(row).is_older_than_french("fr")


def test_when_the_french_moves_back_nothing_is_outdated(section):
    row = stored(section)
    row.title_fr = "Trouver un logement"
    row.save()
    row.title_fr = "Se loger"
    row.save()
    assert states(row)["title_ar"] == "current"
    assert stored(row).outdated_in == ""


def test_french_and_arabic_changed_together_are_up_to_date(section):
    row = stored(section)
    row.title_fr, row.title_ar = "Trouver un logement", "إيجاد سكن"
    row.save()
    assert states(row)["title_ar"] == "current"
    assert states(row)["title_en"] == "outdated"


def test_a_minor_correction_keeps_what_was_right_and_mends_nothing_that_was_not(section):
    row = stored(section)
    row.title_fr = "Trouver un logement"
    row.save()
    row.body_fr, row.title_fr, row.minor_correction = "<p>Texte.</p>", "Trouver un logement.", True
    row.save()
    assert states(row) == {
        "title_en": "outdated", "title_ar": "outdated", "body_en": "current", "body_ar": "missing",
    }  # fmt: skip
    row.body_fr = "<p>Autre texte</p>"
    row.save()
    assert states(row)["body_en"] == "outdated", "the tick holds for one save"


def test_still_right_accepts_one_translation_for_the_french_of_now(section):
    row = stored(section)
    row.title_fr = "Trouver un logement"
    row.save()
    row.still_right = frozenset({"title_ar"})
    row.save()
    assert states(row)["title_ar"] == "current"
    assert states(row)["title_en"] == "outdated"
    assert stored(row).outdated_in == "en"


def test_in_progress_stays_until_it_is_unticked(section):
    row = stored(section)
    row.in_progress = frozenset({"ar"})
    row.save()
    assert states(row) == {
        "title_en": "current", "title_ar": "current", "body_en": "current", "body_ar": "progress",
    }  # fmt: skip
    row.body_ar = "<p>نص</p>"
    row.save()
    assert states(row)["body_ar"] == "progress"
    row.in_progress = frozenset()
    row.save()
    assert states(row)["body_ar"] == "current"


def test_a_finished_language_says_nothing_of_the_other_and_holds_for_one_save(section):
    row = stored(section)
    row.in_progress = frozenset({"ar", "en"})
    row.title_fr, row.body_fr = "Trouver un logement", "<p>Autre texte</p>"
    row.save()
    assert set(states(row).values()) == {"progress"}
    row.finished = frozenset({"ar"})
    row.save()
    after = {"title_en": "progress", "title_ar": "outdated", "body_en": "progress", "body_ar": "missing"}
    assert states(row) == after
    assert row.finished == frozenset()


def test_a_text_that_goes_takes_its_records_along(section):
    row = stored(section)
    row.body_fr = row.body_en = ""
    row.save()
    assert set(states(row)) == {"title_en", "title_ar"}
    mine = set(row.translations.values_list("pk", flat=True))
    row.delete()
    assert not Translation.objects.filter(pk__in=mine).exists()


@pytest.mark.parametrize(("again", "state"), [("<p>Texte</p>", "current"), ("<p>Autre</p>", "outdated")])
def test_french_that_was_emptied_outdates_what_was_made_from_it_until_it_is_back(section, again, state):
    row = stored(section)
    row.body_fr = ""
    row.save()
    assert states(row) == {"title_en": "current", "title_ar": "current", "body_en": "outdated"}
    assert stored(row).outdated_in == "en"
    row = stored(row)
    row.body_fr = again
    row.save()
    assert (states(row)["body_en"], states(row)["body_ar"]) == (state, "missing")
    assert row.translations.get(field="body", language="en").source == "<p>Texte</p>"


def test_what_a_translation_is_known_to_be_made_from_holds_for_one_save(section):
    row = stored(section)
    row.title_ar, row.made_from = "سكن", {"title_ar": "Habiter"}
    row.save()
    assert states(row)["title_ar"] == "outdated"
    row.title_ar = "السكن"
    row.save()
    assert states(row)["title_ar"] == "current"


def test_a_record_is_called_by_its_field_and_language(section):
    with override("en"):
        assert str(section.translations.get(field="title", language="ar")) == "title (العربية)"


def test_update_fields_without_a_translated_field_asks_nothing(section):
    row = stored(section)
    with CaptureQueriesContext(connection) as queries:
        row.save(update_fields=["review_by"])
    assert len(queries) == 2, "the row and its version"


def test_update_fields_with_one_column_sees_that_column_alone(section):
    row = stored(section)
    row.title_fr, row.body_fr = "Trouver un logement", "<p>Jamais écrit</p>"
    row.save(update_fields=["title_fr"])
    assert states(row)["title_ar"] == "outdated"
    assert states(row)["body_en"] == "current"
    assert stored(row).outdated_in == "en ar"


@pytest.mark.parametrize("count", [1, 3])
def test_saving_costs_the_same_however_many_fields_changed(empty, count, django_assert_num_queries):
    row = stored(rows.section(**TEXTS, body_fr="<p>Texte</p>", in_brief_fr="Bref."))
    for field in ("title_fr", "body_fr", "in_brief_fr")[:count]:
        setattr(row, field, "Autre chose")
    with django_assert_num_queries(
        5
    ):  # the texts of before, the records, the row, its version, the records that changed
        row.save()


def test_rebuild_mends_what_an_update_in_the_database_left_behind(section):
    Section.objects.filter(pk=section.pk).update(title_fr="Trouver un logement")
    assert states(section)["title_ar"] == "current"
    call_command("rebuild_translations", verbosity=0)
    assert states(section)["title_ar"] == "outdated"
    assert stored(section).outdated_in == "en ar"
    Translation.objects.all().delete()
    call_command("rebuild_translations", verbosity=0)
    assert states(section)["title_ar"] == "current", "nothing is known of another French: what stands there holds"


def test_every_translated_model_keeps_account():
    from modeltranslation.translator import translator

    from core.models import TranslatedModel

    models = translator.get_registered_models(abstract=False)
    assert len(models) > 15
    assert [model for model in models if not issubclass(model, TranslatedModel)] == []


def test_the_starter_content_is_up_to_date_in_every_language():
    counts = set(Translation.objects.values_list("language", "state").distinct())
    assert counts == {("en", "current"), ("ar", "current")}
