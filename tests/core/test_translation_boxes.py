"""The form of a translated text: what stands beside each box, and what its ticks do."""

import html5lib
import pytest
from django.urls import reverse
from django.utils.translation import override

from core.models import Translation
from countries.models import Section
from tests import rows
from tests.desk import people
from tests.foras.document import texts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(empty):
    row = rows.section(title_fr="Se loger", title_en="Housing", title_ar="السكن", body_fr="<p>Un texte</p>")
    row.sources.add(rows.source())
    return row


def address(row):
    with override("en"):
        return reverse("admin:countries_section_change", args=[row.pk])


def tree_of(answer):
    return html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)


def found(tree, css_class):
    return [element for element in tree.iter() if css_class in (element.get("class") or "").split()]


def words(element):
    return " ".join(texts_of(element))


def beside(tree, column):
    """The help beside the box of `column`."""
    return next(row for row in tree.iter("div") if row.get("id") == f"id_{column}_helptext")


def posted(row, **values):
    """The form as a browser sends it, with `values` typed over."""
    names = [f"{name}_{code}" for name in ("title", "in_brief", "body") for code in ("fr", "en", "ar")]
    form = {name: (getattr(row, name) or "").replace("\n", "\r\n") for name in names}
    form |= {
        "country": "", "topic": row.topic_id, "state": row.state, "verified_on": "2026-11-23", "review_by": "",
        "sources": [source.pk for source in row.sources.all()],
        "publish_at_0": "", "publish_at_1": "", "expire_at_0": "", "expire_at_1": "",
    }  # fmt: skip
    return form | values


def save(desk, row, **values):
    answer = desk.post(address(row), posted(Section.objects.get(pk=row.pk), **values))
    assert answer.status_code == 302, words(found(tree_of(answer), "errorlist")[0])
    return {f"{r.field}_{r.language}": r.state for r in row.translations.all()}


def test_what_was_never_translated_says_nothing_of_a_change(desk, section):
    Translation.objects.filter(field="body", language="en").update(source="Un autre texte")
    assert words(beside(tree_of(desk.get(address(section))), "body_en")) == "missing Français Un texte"


def test_each_box_shows_its_state_and_the_french(desk, section):
    tree = tree_of(desk.get(address(section)))
    assert words(beside(tree, "title_ar")) == "up to date Français Se loger"
    assert words(beside(tree, "body_en")) == "missing Français Un texte"
    french = found(beside(tree, "title_ar"), "french")[0]
    assert (french.get("lang"), french.get("dir")) == ("fr", "ltr")
    box = next(element for element in tree.iter("input") if element.get("name") == "title_ar")
    assert box.get("aria-describedby") == "id_title_ar_about"


def test_an_outdated_box_shows_what_changed_and_asks_whether_it_is_still_right(desk, section):
    section.title_fr = "Se loger <vite>"
    section.save()
    help_text = beside(tree_of(desk.get(address(section))), "title_ar")
    assert words(help_text) == (
        "outdated What changed in the French since: Se loger <vite> Still right as it is Français Se loger <vite>"
    )
    assert [words(change) for change in help_text.iter("ins")] == ["<vite>"]
    tick = next(help_text.iter("input"))
    assert (tick.get("name"), tick.get("value")) == ("still_right", "title_ar")


def test_another_address_of_a_link_is_told_and_a_change_of_formatting_is_said(desk, section):
    section.body_en = "<p>A text</p>"
    section.save()
    section.body_fr = '<p>Un <a href="https://oim.int">texte</a></p>'
    section.save()
    shown = found(beside(tree_of(desk.get(address(section))), "body_en"), "since")[0]
    assert words(shown) == "What changed in the French since: Un texte (https://oim.int) Still right as it is"
    section.body_fr = "<p>Un <strong>texte</strong></p>"
    section.save()
    shown = found(beside(tree_of(desk.get(address(section))), "body_en"), "since")[0]
    assert words(shown) == "What changed in the French since: Only the formatting has changed. Still right as it is"


def test_a_plain_text_that_begins_with_a_sign_keeps_its_words(desk, section):
    section.in_brief_fr, section.in_brief_ar = "< 18 ans : gratuit", "مجاني"
    section.save()
    assert words(beside(tree_of(desk.get(address(section))), "in_brief_ar")).endswith("< 18 ans : gratuit")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_text_that_is_read_only_reads_as_on_the_site_in_its_own_direction(section, language):
    """To the translator of the Arabic: the French."""
    section.body_fr, section.in_brief_fr = "<p>Un <strong>texte</strong></p>", "< 18 ans\nDeux"
    section.save()
    browser = people.browser(people.member("Translator", languages="ar"))
    with override(language):
        tree = tree_of(browser.get(reverse("admin:countries_section_change", args=[section.pk])))

    def closed(name):
        return next(found(line, "readonly")[0][0] for line in found(tree, f"field-{name}"))

    assert [(closed(n).get("lang"), closed(n).get("dir")) for n in ("title_fr", "body_en")] == [
        ("fr", "ltr"),
        ("en", "ltr"),
    ]
    assert [(e.tag, e.text) for e in closed("body_fr").iter()][1:] == [("p", "Un "), ("strong", "texte")]
    assert [e.text for e in closed("in_brief_fr")] == ["< 18 ans", "Deux"]
    assert words(closed("body_en")) == "—"


def test_what_cannot_be_filled_in_has_no_help_to_fill_it_in(desk, section):
    def helps(browser):
        return {
            e.get("class")
            for line in found(tree_of(browser.get(address(section))), "field-sources")
            for e in line.iter()
            if "help" in (e.get("class") or "").split()
        }

    assert helps(desk) == {"help"}
    assert helps(people.browser(people.member("Translator", languages="ar"))) == set()


def test_a_new_text_has_nothing_to_compare_with(desk, section):
    with override("en"):
        tree = tree_of(desk.get(reverse("admin:countries_section_add")))
    names = {element.get("name") for element in tree.iter("input")}
    assert names & {"minor_correction", "in_progress_ar", "still_right"} == set()
    assert found(tree, "french") == []


def test_saving_the_form_as_it_came_changes_no_state(desk, section):
    assert save(desk, section) == {
        "title_en": "current", "title_ar": "current", "body_en": "missing", "body_ar": "missing",
    }  # fmt: skip


def test_the_french_changed_by_hand_outdates_the_others(desk, section):
    assert save(desk, section, title_fr="Trouver un logement")["title_ar"] == "outdated"
    assert save(desk, section, title_ar="إيجاد سكن")["title_ar"] == "current"


def said(answer):
    box = found(tree_of(answer), "messagelist")[0]
    return [words(line) for line in box]


@pytest.mark.parametrize(("languages", "count"), [("", 4), ("ar", 2)])
def test_after_saving_it_is_said_how_many_translations_are_older_than_the_french_of_now(section, languages, count):
    """Of those that the person may mend."""
    section.body_en, section.body_ar = "<p>A text</p>", "<p>نص</p>"
    section.save()
    browser = people.browser(people.member("Publisher", languages=languages, all_countries=True))
    assert len(said(browser.post(address(section), posted(section), follow=True))) == 1
    section.title_fr, section.body_fr = "Trouver un logement", "<p>Un autre texte</p>"
    section.save()
    answer = browser.post(address(section), posted(Section.objects.get(pk=section.pk)), follow=True)
    assert said(answer)[1:] == [f"{count} translations of this text are older than the French."]


def test_a_minor_correction_upsets_nobody(desk, section):
    assert save(desk, section, title_fr="Se loger.", minor_correction="on")["title_ar"] == "current"


def test_still_right_accepts_the_box_that_was_ticked(desk, section):
    save(desk, section, title_fr="Trouver un logement")
    states = save(desk, section, still_right=["title_ar", "slug_ar"])
    assert (states["title_ar"], states["title_en"]) == ("current", "outdated")


def test_still_working_is_kept_until_it_is_unticked(desk, section):
    assert save(desk, section, in_progress_ar="on")["body_ar"] == "progress"
    tick = next(e for e in tree_of(desk.get(address(section))).iter("input") if e.get("name") == "in_progress_ar")
    assert "checked" in tick.attrib
    assert save(desk, section)["body_ar"] == "missing"


def test_the_list_names_the_languages_that_are_older_and_filters_by_them(desk, section):
    other = rows.section(title_fr="Se soigner", title_en="Health", title_ar="الصحة", body_fr="")
    save(desk, section, title_fr="Trouver un logement", title_en="Finding a home")
    with override("en"):
        address = reverse("admin:countries_section_changelist")
    for query, expected in (("?outdated=ar", [section]), ("?outdated=en", []), ("?outdated=x", [section, other])):
        assert set(desk.get(address + query).context["cl"].result_list) == set(expected), query
    cell = found(tree_of(desk.get(address + "?outdated=ar")), "field-languages_column")[0]
    assert words(cell) == "missing: en, ar outdated: ar"
