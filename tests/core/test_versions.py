"""How versions differ, in words; how one becomes the row again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core import history, versions
from core.models import State, Translation
from countries.models import Contact, Section
from portal.models import Page, Question
from tests import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty", "english")]


def told(old, new):
    return [
        (change.label, change.language, [(piece.kind, piece.text) for piece in change.pieces])
        for change in versions.changes(old, new)
    ]


def test_each_language_is_a_change_of_its_own():
    page = rows.page(title_fr="Vos droits", title_ar="حقوقكم")
    page.title_fr, page.title_ar = "Vos choix", "خياراتكم"
    page.save()
    new, old = page.history.all()
    assert told(old, new) == [
        ("title", "fr", [("same", "Vos"), ("removed", "droits"), ("added", "choix")]),
        ("title", "ar", [("removed", "حقوقكم"), ("added", "خياراتكم")]),
    ]
    assert [change.direction for change in versions.changes(old, new)] == ["ltr", "rtl"]


def test_rich_text_is_compared_as_plain_words():
    page = rows.page(body_fr="<p>Un texte</p>")
    page.body_fr = "<p>Un <em>autre</em> texte</p>"
    page.save()
    new, old = page.history.all()
    assert told(old, new) == [("text", "fr", [("same", "Un"), ("added", "autre"), ("same", "texte")])]


def test_a_change_of_formatting_alone_is_a_change_without_words():
    page = rows.page(body_fr="<p>Un texte</p>")
    page.body_fr = "<p>Un <strong>texte</strong></p>"
    page.save()
    new, old = page.history.all()
    assert told(old, new) == [("text", "fr", [])]


def test_another_address_of_a_link_is_a_change_of_words():
    page = rows.page(body_fr='<p>Voir <a href="https://oim.int">le site</a></p>')
    page.body_fr = page.body_fr.replace("oim.int", "iom.int")
    page.save()
    new, old = page.history.all()
    assert told(old, new) == [
        (
            "text",
            "fr",
            [("same", "Voir le site"), ("removed", "(https://oim.int)"), ("added", "(https://iom.int)")],
        )
    ]


def test_a_version_differs_in_some_fields_only_and_not_in_white_space(source):
    page = rows.page(title_fr="Un", title_ar="واحد")
    history.keep_links(page)
    old = page.history.get()
    page.title_fr = "Deux"
    page.summary_fr, page.title_ar = "", "واحد "
    links = history.links_of(page)
    asked = [{"title_fr"}, {"title_ar", "summary_fr", "sources"}, set()]
    assert [versions.differs(page, old, names, links) for names in asked] == [True, False, False]
    assert versions.differs(page, old, {"sources"}, {"sources": [source.pk]})


def test_other_values_are_said_as_a_person_reads_them(editor):
    row = rows.contact(kind=Contact.Kind.IOM, country=rows.country(name_fr="Mali", name_en="Mali"), state=State.DRAFT)
    row.kind, row.country, row.state = Contact.Kind.HEALTH, None, State.PUBLISHED
    row.verified_on = date(2026, 11, 24)
    row.save()
    new, old = row.history.all()
    assert told(old, new) == [
        ("state", "", [("removed", "draft"), ("added", "published")]),
        ("verified on", "", [("removed", "23 November 2026"), ("added", "24 November 2026")]),
        ("country", "", [("removed", "Mali")]),
        ("kind", "", [("removed", "IOM offices"), ("added", "Health")]),
    ]


def test_what_no_form_holds_is_no_change():
    page = rows.page(title_fr="Un", title_ar="واحد")
    page.title_fr = "Deux"
    page.save()
    page.refresh_from_db()
    assert (page.outdated_in, [name for name, _code, _pieces in told(page.history.last(), page)]) == ("ar", ["title"])


def test_sources_that_went_and_came_are_named():
    page, one, other = rows.page(), rows.source(title="Un"), rows.source(title="Deux")
    page.sources.set([one])
    history.keep_links(page)
    page.save()
    page.sources.set([other])
    history.keep_links(page)
    new, old = page.history.all()
    assert told(old, new) == [("sources", "", [("removed", "Un (…)"[:2]), ("added", "Deux")])]


def test_none_before_it_shows_all_that_it_says():
    page = rows.page(slug="droits", title_fr="Droits", position=3)
    assert told(None, page.history.get()) == [
        ("state", "", [("added", "published")]),
        ("verified on", "", [("added", "23 November 2026")]),
        ("slug", "", [("added", "droits")]),
        ("title", "fr", [("added", "Droits")]),
        ("position", "", [("added", "3")]),
    ]


def bring_back(row, version, names=None):
    done = versions.bring_back(row, version, names or versions.restorable(type(row)))
    row.refresh_from_db()
    return done.losses


def test_a_version_brings_back_its_words_and_its_sources_and_is_a_version_itself(source):
    page = rows.page(title_fr="Un", body_fr="<p>Un</p>", title_en="One")
    page.sources.add(source)
    history.keep_links(page)
    page.title_fr, page.body_fr, page.title_en = "Deux", "", "Two"
    page.save()
    page.sources.clear()
    history.keep_links(page)
    old = page.history.last()
    assert bring_back(page, old) == []
    assert (page.title_fr, page.body_fr, page.title_en, list(page.sources.all())) == (
        "Un",
        "<p>Un</p>",
        "One",
        [source],
    )
    latest = page.history.first()
    assert (versions.restored_number(latest), latest.title_fr) == (old.history_id, "Un")
    assert [versions.restored_number(version) for version in page.history.all()[1:]] == [None, None]


def test_what_is_public_and_when_stays_as_it_is():
    page = rows.page(title_fr="Un", state=State.DRAFT, publish_at="2027-01-01T00:00Z", position=1, review_note="a")
    page.title_fr, page.state, page.publish_at, page.position, page.review_note = "Deux", State.PUBLISHED, None, 2, "b"
    page.save()
    bring_back(page, page.history.last())
    assert (page.title_fr, page.state, page.publish_at, page.position, page.review_note) == (
        "Un", State.PUBLISHED, None, 2, "b",
    )  # fmt: skip


def test_who_verified_it_and_when_is_not_told_anew(editor):
    """An older version is no reading of today, and takes away none."""
    page = rows.page(title_fr="Un", verified_on=date(2026, 1, 5), review_by=date(2026, 7, 5))
    page.title_fr, page.verified_on, page.verified_by, page.review_by = "Deux", date(2026, 11, 2), editor, None
    page.save()
    bring_back(page, page.history.last())
    assert (page.title_fr, page.verified_on, page.verified_by, page.review_by) == (
        "Un",
        date(2026, 11, 2),
        editor,
        None,
    )


def test_translations_follow():
    """The French comes back alone: the Arabic was made from other words."""
    page = rows.page(title_fr="Un", title_ar="واحد")
    first = page.history.get()
    page.title_fr, page.title_ar = "Deux", "اثنان"
    page.save()
    bring_back(page, first, {"title_fr"})
    assert page.outdated_in == "ar"
    bring_back(page, first)
    assert page.outdated_in == ""


def test_a_minor_correction_that_was_none_taken_back_leaves_right_translations_right():
    page = rows.page(title_fr="Un", title_ar="واحد", title_en="One")
    old = page.history.get()
    page.title_fr, page.minor_correction = "Deux", True
    page.save()
    assert page.outdated_in == ""
    page.title_en = "Two"
    page.save()
    bring_back(page, old, {"title_fr"})
    assert page.outdated_in == "en", "the Arabic is of the French that is back, the English of the other"


def test_a_translation_brought_back_alone_is_of_the_french_it_was_made_from():
    page = rows.page(title_fr="Un", title_ar="واحد", summary_fr="Bref", summary_ar="باختصار")
    old = page.history.get()
    page.title_fr, page.title_ar = "Deux", "اثنان"
    page.summary_fr = "Court"
    page.still_right = frozenset({"summary_ar"})
    page.save()
    assert page.outdated_in == ""
    bring_back(page, old, {"title_ar", "summary_ar"})
    records = page.translations.filter(language="ar").order_by("field")
    assert [(r.field, r.source, r.state) for r in records] == [
        ("summary", "Court", "current"),
        ("title", "Un", "outdated"),
    ]


def test_a_translation_that_was_outdated_then_is_to_be_looked_at():
    page = rows.page(title_fr="Un", title_ar="واحد")
    page.title_fr = "Deux"
    page.save()
    old = page.history.first()
    page.title_fr, page.title_ar = "Trois", "ثلاثة"
    page.save()
    assert bring_back(page, old) == ["In that version a translation was older than the French: look at العربية."]
    assert Translation.objects.get(object_id=page.pk, field="title", language="ar").state == "progress"


def test_a_version_that_the_rules_of_today_refuse_changes_nothing():
    page = rows.page(title_fr="Un", slug="un", verified_on=None, state=State.DRAFT)
    old = page.history.get()
    page.title_fr, page.verified_on, page.state = "Deux", date(2026, 11, 23), State.PUBLISHED
    page.save()
    with pytest.raises(ValidationError) as refused:
        bring_back(page, old, {"title_fr", "verified_on"})
    assert refused.value.messages == ["Before publishing, say on which day this was verified."]
    page.refresh_from_db()
    assert (page.title_fr, page.history.count()) == ("Deux", 2)


def test_a_published_text_does_not_lose_its_last_source(source):
    row = rows.question()
    history.keep_links(row)
    row.sources.add(source)
    row.save()
    history.keep_links(row)
    with pytest.raises(ValidationError) as refused:
        bring_back(row, row.history.last())
    assert refused.value.messages == ["A published text needs at least one source."]
    assert list(Question.objects.get().sources.all()) == [source]


def test_what_a_version_points_at_and_is_gone_is_refused_or_left_empty_in_words(django_user_model, source):
    country, user = rows.country(name_fr="Mali", name_en="Mali"), django_user_model.objects.create_user("bintou")
    row = rows.section(country=country, verified_by=user)
    row.sources.add(source)
    history.keep_links(row)
    old = row.history.get()
    row.country = None
    row.save()
    row.sources.clear()
    row.state = State.DRAFT
    row.save()
    user.delete(), source.delete()
    assert bring_back(row, old, {"verified_by", "country", "sources"}) == [
        "Left empty, because it was deleted meanwhile: verified by.",
        "Some of it was deleted meanwhile and stays away: sources.",
    ]
    Section.objects.filter(pk=row.pk).update(country=None)
    row.refresh_from_db()
    country.delete()
    with pytest.raises(ValidationError) as refused:
        bring_back(row, old)
    assert refused.value.messages == [
        "It belongs to something that was deleted as well: country “Mali”. Bring that back first."
    ]


def test_names_are_said_in_the_language_of_the_desk():
    page = rows.page(title_fr="Un")
    page.title_fr = "Deux"
    page.save()
    new, old = page.history.all()
    with override("fr"):
        assert [change.label for change in versions.changes(old, new)] == ["titre"]


def test_a_row_whose_country_is_gone_is_still_called_something():
    row = rows.opportunity(title_fr="Couture")
    row.country.delete()
    version = type(row).history.filter(history_type="-").get()
    assert versions.name_of(version) == "Couture"
    assert Page.objects.count() == 0
