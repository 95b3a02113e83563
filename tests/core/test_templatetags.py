"""The template language: icons, flags, and texts that know which language they are in."""

import re

import pytest
from django.template import Context, Template
from django.utils.translation import override

from countries.models import Country, Topic
from portal.models import Page

EAU = {"name_fr": "L’eau & <la> terre"}
PAGE = {"title_fr": "Droits", "title_ar": "حقوق", "summary_fr": "Une.\n\n<b>Deux.</b>\n", "body_fr": "<p>Trois</p>"}


def rendered(template, language="fr", **context):
    with override(language):
        return Template(template).render(Context(context))


def test_an_icon_is_inline_and_silent_for_screen_readers():
    svg = rendered('{% icon "house" %}')
    assert svg.startswith('<svg aria-hidden="true" focusable="false" class="icon"')
    assert svg.endswith("</svg>")


def test_a_flag_is_found_by_its_code_in_either_case():
    assert rendered('{% flag "SN" %}') == rendered('{% flag "sn" %}')
    assert rendered('{% flag "SN" %}').startswith('<svg aria-hidden="true" focusable="false" class="flag"')


@pytest.mark.parametrize("iso", ["XX", "", "x"])
def test_a_country_whose_flag_is_not_shipped_has_none(iso):
    assert rendered("{% flag iso %}", iso=iso) == ""


def test_an_icon_that_is_not_shipped_is_left_out():
    assert rendered('{% icon "nothing" %}') == ""


@pytest.mark.parametrize("name", ["../flags/sn", "../../foras/settings", "/etc/passwd", "house\0", ""])
def test_no_name_reaches_a_file_outside_the_icons(name):
    assert rendered("{% icon name %}", name=name) == ""


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("fr", "L’eau &amp; &lt;la&gt; terre"),
        ("ar", '<span lang="fr" dir="ltr">L’eau &amp; &lt;la&gt; terre</span>'),
    ],
)
def test_a_text_is_escaped_and_marked_where_it_is_not_in_the_readers_language(language, printed):
    assert rendered('{% text row "name" %}', language, row=Topic(**EAU)) == printed


def test_an_empty_text_prints_nothing():
    assert rendered('{% text row "introduction" %}', "ar", row=Country()) == ""


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("fr", "<p>Une.</p><p>&lt;b&gt;Deux.&lt;/b&gt;</p>"),
        ("ar", '<p lang="fr" dir="ltr">Une.</p><p lang="fr" dir="ltr">&lt;b&gt;Deux.&lt;/b&gt;</p>'),
    ],
)
def test_each_line_of_a_plain_text_is_a_paragraph(language, printed):
    assert rendered('{% paragraphs row "summary" %}', language, row=Page(**PAGE)) == printed


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("fr", '<ul class="brief"><li>Une.</li><li>&lt;b&gt;Deux.&lt;/b&gt;</li></ul>'),
        ("en", '<ul class="brief" lang="fr" dir="ltr"><li>Une.</li><li>&lt;b&gt;Deux.&lt;/b&gt;</li></ul>'),
    ],
)
def test_each_sentence_in_brief_is_an_item(language, printed):
    assert rendered('{% sentences row "summary" %}', language, row=Page(**PAGE)) == printed


def test_nothing_in_brief_is_no_list():
    assert rendered('{% sentences row "summary" %}', row=Page()) == ""


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("fr", '<div class="prose"><p>Trois</p></div>'),
        ("ar", '<div class="prose" lang="fr" dir="ltr"><p>Trois</p></div>'),
    ],
)
def test_a_rich_text_is_printed_with_its_markup(language, printed):
    assert rendered('{% rich row "body" %}', language, row=Page(**PAGE)) == printed


def test_a_rich_text_begins_with_the_heading_that_the_page_needs():
    row = Page(body_fr="<h3>a</h3>")
    assert rendered('{% rich row "body" top=2 %}', row=row) == '<div class="prose"><h2>a</h2></div>'


def test_a_rich_text_is_cleaned_as_it_is_printed():
    row = Page(body_fr="<p onclick='x()'>a<script>alert(1)</script></p><a href='javascript:x'>b</a>")
    assert rendered('{% rich row "body" %}', row=row) == '<div class="prose"><p>a</p>b</div>'


def test_a_plain_text_is_escaped_by_the_template():
    assert rendered('{% plain row "name" %}', "ar", row=Topic(**EAU)) == "L’eau &amp; &lt;la&gt; terre"


def test_a_note_says_in_the_readers_language_that_a_text_is_in_french():
    note = rendered("{% fallback_note row %}", "ar", row=Page(**PAGE))
    sentence = rendered('{% load i18n %}{% translate "This text is not translated yet. Here it is in French." %}', "ar")
    icon = rendered('{% icon "languages" %}')
    assert note == f'<p class="note fallback">{icon}<span>{sentence}</span></p>\n'
    assert re.search("[A-Za-z]", sentence) is None


@pytest.mark.parametrize(
    ("language", "row"),
    [("fr", Page(**PAGE)), ("ar", Topic(name_fr="eau", name_ar="ماء")), ("ar", Topic()), ("ar", Topic(name_ar="ماء"))],
)
def test_there_is_no_note_where_nothing_falls_back(language, row):
    assert rendered("{% fallback_note row %}", language, row=row).strip() == ""


def test_a_reader_is_told_that_a_translation_is_older_than_the_french():
    row = Topic(name_fr="eau", name_ar="ماء", outdated_in="ar")
    words = "The French text has changed since this translation was made."
    sentence = rendered(f'{{% load i18n %}}{{% translate "{words}" %}}', "ar")
    icon = rendered('{% icon "languages" %}')
    note = rendered("{% fallback_note row %}", "ar", row=row)
    assert note == f'<p class="note fallback">{icon}<span>{sentence}</span></p>\n'
    assert (
        rendered("{% fallback_note row %}", "en", row=Topic(name_fr="eau", name_en="water", outdated_in="ar")) == "\n"
    )
    assert rendered("{% fallback_note row %}", "fr", row=row).strip() == ""


@pytest.mark.parametrize(("number", "is_local"), [("116", "True"), ("+221 116", "False")])
def test_a_number_without_calling_code_answers_in_its_country_only(number, is_local):
    assert rendered("{{ number|is_local }}", number=number) == is_local


@pytest.mark.parametrize(
    ("printed", "dialled"),
    [
        ("+212 (0)5 37 65 28 81", "+212537652881"),
        ("33 827-13.46", "338271346"),
        ("1515", "1515"),
        ('"><script>', ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled_without_its_dress(printed, dialled):
    assert rendered("{{ number|tel }}", number=printed) == dialled


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.onfp.sn/actualites?x=1#y", "onfp.sn"),
        ("http://onfp.sn", "onfp.sn"),
        ("https://services.onfp.sn:8080/", "services.onfp.sn:8080"),
        ("", ""),
    ],
)
def test_a_web_address_is_said_by_its_host(url, name):
    assert rendered("{{ url|host }}", url=url) == name


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://onfp.sn/x", "https://onfp.sn/x"),
        ("HTTP://onfp.sn", "HTTP://onfp.sn"),
        ("javascript:alert(1)//https://x", ""),
        ("data:text/html,x", ""),
        ("//evil.example", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_the_web_is_followed(url, followed):
    assert rendered("{{ url|web }}", url=url) == followed


@pytest.mark.parametrize(("language", "printed"), [("fr", ""), ("ar", ' lang="fr" dir="ltr"')])
def test_an_element_that_can_hold_no_other_says_its_language_itself(language, printed):
    assert rendered('{% lang row "name" %}', language, row=Topic(**EAU)) == printed


def test_a_partial_date_is_printed_in_words():
    assert rendered('{{ "2022-11"|partial_date }}', "ar") == "نونبر 2022"
