"""The pages of the exchange: download, preview, confirmation; each refusal is a sentence and changes nothing."""

import errno
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import AuditEntry, Translation
from tests import rows
from tests.desk import exports, people

pytestmark = pytest.mark.django_db
PAGE, EXPORT, IMPORT = (f"/en/desk/exchange/{tail}" for tail in ("", "export/", "import/"))
ADDRESSES = (PAGE, EXPORT, IMPORT)


def sent(desk, content, language="ar", name="a.xlf"):
    return desk.post(IMPORT, {"in-language": language, "in-file": SimpleUploadedFile(name, content)})


def ticket(answer):
    found = re.search(r'name="ticket" value="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def boxes(answer):
    """The ticked and the other boxes of texts and stories, by what they say of themselves."""
    found = re.findall(
        r'<input type="checkbox" name="tick" value="([^"]+)" id="[^"]+"( checked)?>', answer.content.decode()
    )
    return [value for value, ticked in found if ticked], [value for value, ticked in found if not ticked]


def confirmed(desk, preview, *more, without=()):
    """The preview sent with its boxes as they are, `more` ticked and those of `without` not."""
    ticks = [*(value for value in boxes(preview)[0] if value not in without), *more]
    return desk.post(IMPORT, {"ticket": ticket(preview), "tick": ticks}, follow=True)


def said(answer):
    """Messages, and the faults of forms."""
    html = answer.content.decode()
    return re.findall(
        r'<li class="(?:success|error|warning|info)">(.*?)</li>|<ul class="errorlist"[^>]*><li>(.*?)</li>', html
    )


def counts(answer):
    return {outcome: count for outcome, _label, count in answer.context_data["counts"]}


@pytest.fixture
def section(empty, editor):
    return rows.section(title_fr="Se loger", body_fr="<p>Un <strong>mot</strong></p>")


def changed(section, kind="xliff", user=None):
    content = exports.exported("ar", kind, user)
    body = "<p>كلمة <strong>٢</strong></p>" if kind == "xlsx" else '<g id="1">كلمة <g id="2">٢</g></g>'
    prefix = f"countries.section.{section.pk}"
    return exports.returned(content, {f"{prefix}.title": "السكن", f"{prefix}.body": body})


@pytest.mark.parametrize("kind", ["xliff", "xlsx"])
def test_from_the_export_to_the_import(desk, editor, section, kind):
    query = {"out-language": "ar", "out-what": "wanting", "out-app": "countries", "out-country": "", "out-format": kind}
    answer = desk.get(EXPORT, query)
    ending = {"xliff": "xlf", "xlsx": "xlsx"}[kind]
    assert re.fullmatch(
        rf'attachment; filename="foras-ar-\d{{4}}-\d\d-\d\d\.{ending}"', answer.headers["Content-Disposition"]
    )
    prefix = f"countries.section.{section.pk}"
    assert {key.rpartition(".ar.")[0] for key in exports.keys(answer.content)} >= {f"{prefix}.title", f"{prefix}.body"}
    preview = sent(desk, changed(section, kind, editor))
    assert counts(preview) == {"changed": 2, "right": 0, "asked": 0, "unchanged": 1, "refused": 0}
    assert "<strong>٢</strong>" in preview.content.decode()  # as it will be read
    section.refresh_from_db()
    assert not section.title_ar  # nothing happens before the confirmation
    done = confirmed(desk, preview)
    assert said(done) == [("2 texts were imported.", "")]
    section.refresh_from_db()
    assert (section.title_ar, section.body_ar) == ("السكن", "<p>كلمة <strong>٢</strong></p>")
    assert set(
        Translation.objects.filter(object_id=section.pk, language="ar", content_type__model="section").values_list(
            "state", flat=True
        )
    ) == {"current"}
    again = confirmed(desk, preview)
    assert said(again) == [("This preview is too old, or was confirmed already. Send the file again.", "")]


def logged():
    return list(AuditEntry.objects.filter(action="import").order_by("pk").values_list("username", "detail"))


class Stuck(FileSystemStorage):
    """A disk that has become read-only."""

    def delete(self, name):
        raise OSError(errno.EROFS, "Read-only file system")


def test_an_import_has_its_line_in_the_log_though_the_disk_fails_after_it(desk, editor, section, settings):
    preview = sent(desk, changed(section, user=editor))
    waiting = ticket(preview)
    assert logged() == []
    working = settings.STORAGES
    settings.STORAGES = working | {"default": {"BACKEND": f"{__name__}.Stuck"}}
    assert said(confirmed(desk, preview)) == [("2 texts were imported.", "")]
    section.refresh_from_db()
    assert section.title_ar == "السكن"
    assert [detail for _name, detail in logged()] == [{"language": "ar", "texts": 2}]
    again = desk.post(IMPORT, {"ticket": waiting})  # the file waits still, but there is nothing left in it to do
    assert (counts(again)["changed"], len(logged())) == (0, 1)
    settings.STORAGES = working
    desk.post(IMPORT, {"ticket": waiting})
    assert default_storage.listdir("exchange")[1] == []


def test_a_file_that_would_change_nothing_cannot_be_confirmed_and_is_not_kept(desk, editor, section):
    answer = sent(desk, exports.exported("ar", "xliff", editor))
    assert (counts(answer)["unchanged"], ticket(answer)) == (3, "")
    assert default_storage.listdir("exchange")[1] == []


def test_what_is_not_ticked_stays_and_what_is_ticked_goes_in(desk, editor, section):
    content = changed(section, user=editor)
    section.title_ar = "شيء آخر"
    section.save()
    preview = sent(desk, content)
    key = boxes(preview)[1][0]
    confirmed(desk, preview)
    section.refresh_from_db()
    assert (section.title_ar, section.body_ar) == ("شيء آخر", "<p>كلمة <strong>٢</strong></p>")
    preview = sent(desk, content)
    confirmed(desk, preview, key)
    section.refresh_from_db()
    assert section.title_ar == "السكن"


def test_to_confirm_without_a_tick_is_no_import_and_the_preview_stays(desk, editor, section):
    section.title_ar = "شيء"
    section.save()
    content = exports.exported("ar", "xlsx", editor, everything=True)
    section.title_ar = "شيء آخر"
    section.save()
    preview = sent(desk, exports.returned(content, {f"countries.section.{section.pk}.title": "السكن"}))
    again = desk.post(IMPORT, {"ticket": ticket(preview)})
    assert said(again) == [("Nothing was imported: nothing is ticked.", "")]
    assert (counts(again), logged()) == (counts(preview), [])
    key = re.search(r'name="tick" value="([^"]+)"', again.content.decode())[1]
    done = desk.post(IMPORT, {"ticket": ticket(again), "tick": [key]}, follow=True)
    assert (said(done), len(logged())) == ([("1 text was imported.", "")], 1)


def test_an_ordinary_change_whose_tick_is_taken_away_is_left_out_and_stands_there_still(desk, editor, section):
    others_wait = default_storage.listdir("exchange")[1] if default_storage.exists("exchange") else []
    preview = sent(desk, changed(section, user=editor))
    (_title, body), others = boxes(preview)
    assert others == []
    rest = confirmed(desk, preview, without=[body])
    assert said(rest) == [("1 text was imported.", ""), ("1 text was left out; it stands here.", "")]
    section.refresh_from_db()
    assert (section.title_ar, section.body_ar or "") == ("السكن", "")
    assert boxes(rest) == ([], [body])
    assert said(confirmed(desk, rest, body)) == [("1 text was imported.", "")]
    section.refresh_from_db()
    assert section.body_ar == "<p>كلمة <strong>٢</strong></p>"
    assert default_storage.listdir("exchange")[1] == others_wait


def test_as_many_boxes_as_a_large_file_has_are_taken(desk, editor, section):
    preview = sent(desk, changed(section, user=editor))
    answer = confirmed(desk, preview, *(f"countries.section.{number}.title" for number in range(19_990)))
    assert said(answer) == [("2 texts were imported.", "")]


def test_what_changed_after_the_preview_is_shown_anew_and_nothing_is_imported(desk, editor, section):
    preview = sent(desk, changed(section, user=editor))
    section.title_fr = "Trouver un logement"
    section.save()
    second = confirmed(desk, preview)
    assert (counts(second)["changed"], counts(second)["refused"]) == (1, 1)
    section.refresh_from_db()
    assert not section.body_ar
    confirmed(desk, second)
    section.refresh_from_db()
    assert (section.title_ar or "", section.body_ar) == ("", "<p>كلمة <strong>٢</strong></p>")


@pytest.mark.parametrize(
    ("content", "language", "reason"),
    [
        (b"", "ar", "The file is empty."),
        (b"hello", "ar", "This is neither a spreadsheet (XLSX) nor an XLIFF file that can be read."),
        (b"x" * 20_000_001, "ar", "The file is too big: at most 20 MB."),
        (b"hello", "fr", "Select a valid choice. fr is not one of the available choices."),
    ],
)
def test_a_refused_file_is_said_beside_its_box(desk, content, language, reason):
    before = exports.snapshot()
    answer = sent(desk, content, language)
    assert answer.status_code == 200
    assert said(answer) == [("", reason)]
    assert exports.snapshot() == before


def test_a_file_above_the_limit_of_the_server_is_said_too(desk, settings):
    settings.MEDIA_MAX_BYTES = 1_000_000
    assert said(sent(desk, b"x" * 2_000_000)) == [("", "The file is too big: at most 1 MB.")]


def test_a_file_for_another_language_than_chosen_is_refused(desk, editor, section):
    answer = sent(desk, changed(section, user=editor), "en")
    assert said(answer) == [("", "The file is for العربية, and you have chosen English.")]


def test_somebody_elses_ticket_and_a_forged_one_are_worth_nothing(desk, client, editor, section):
    preview = sent(desk, changed(section, user=editor))
    other = rows.user(is_superuser=True)
    client.force_login(other)
    for text in (ticket(preview), ticket(preview)[:-2] + "xx", "", "a:b:c"):
        answer = client.post(IMPORT, {"ticket": text}, follow=True)
        assert said(answer) == [("This preview is too old, or was confirmed already. Send the file again.", "")]
    section.refresh_from_db()
    assert not section.title_ar


def test_hostile_texts_are_dead_in_the_preview(desk, editor, empty):
    row = rows.section(title_fr="<script>alert(1)</script>", body_fr="<p>Un</p>")
    prefix = f"countries.section.{row.pk}"
    content = exports.exported("ar", "xlsx", editor)
    changes = {f"{prefix}.title": "<img src=x onerror=alert(1)>", f"{prefix}.body": "<p>x</p><script>alert(2)</script>"}
    html = sent(desk, exports.returned(content, changes)).content.decode()
    assert "<img" not in html
    assert "alert(1)</script>" not in html
    assert "alert(2)" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_a_public_story_leaves_the_site_only_when_that_is_ticked_and_is_named(desk, editor, empty):
    story, row = rows.public_story(), rows.checklist_item()
    name = f"testimonies.testimony.{story.pk}"
    content = exports.exported("ar", "xlsx", editor)
    content = exports.returned(content, {f"{name}.title": "عنوان", f"portal.checklistitem.{row.pk}.text": "نص"})
    preview = sent(desk, content)
    assert re.findall(r'id="story-1"> <label for="story-1"><bdi>(.*?)</bdi>', preview.content.decode()) == [
        f"Testimony · {story.title_fr}"
    ]
    done = confirmed(desk, preview)
    assert said(done) == [("1 text was imported.", ""), ("1 text was left out; it stands here.", "")]
    assert type(story).objects.published().count() == 1
    done = confirmed(desk, sent(desk, content), name)
    assert said(done) == [
        ("1 text was imported.", ""),
        (
            f"Not on the site any more, until a second person has read them again: Testimony · {story.title_fr}",
            "",
        ),
    ]
    assert type(story).objects.published().count() == 0


def test_the_words_that_go_and_come_are_marked_and_what_is_refused_stands_before_the_button(desk, editor, empty):
    row = rows.section(title_fr="Titre", title_ar="السكن في المدينة", body_fr="<p>Un</p>", body_ar="<p>واحد</p>")
    prefix = f"countries.section.{row.pk}"
    content = exports.exported("ar", "xlsx", editor, everything=True)
    changes = {f"{prefix}.title": "السكن في القرية", f"{prefix}.body": "<h3>واحد</h3>"}
    preview = sent(desk, exports.returned(content, changes))
    html = preview.content.decode()
    assert re.findall(r"<(del|ins)>(.*?)</", html) == [("del", "المدينة"), ("ins", "القرية")]
    assert [line["field"] for line in preview.context_data["refused"]] == ["Text"]
    assert html.index("The tags are not those of the French") < html.index('value="Import"')


def test_odd_letters_are_marked(desk, editor, section):
    content = exports.exported("ar", "xlsx", editor)
    preview = sent(desk, exports.returned(content, {f"countries.section.{section.pk}.title": "Housing"}))
    assert re.findall(r'<strong class="exchange-warning">(.*?)</strong> (.*?)</p>', preview.content.decode()) == [
        ("Look twice", "No Arabic letter in it.")
    ]


def test_only_ones_own_languages_and_countries_are_offered(client, editor, section):
    mali = rows.country(name_fr="Mali")
    client.force_login(people.member("Editor", languages="ar", countries=[mali]))
    forms = client.get(PAGE).context_data
    for form in (forms["export_form"], forms["import_form"]):
        assert form.fields["language"].choices == [("ar", "العربية")]
    countries = [value for value, _label in forms["export_form"].fields["country"].choices]
    assert countries == ["", mali.slug, "-"]
    assert said(sent(client, changed(section, user=editor), "en")) == [
        ("", "Select a valid choice. en is not one of the available choices.")
    ]


def test_what_is_still_to_do_is_counted_of_what_one_may_change(client, empty):
    mali, guinea = rows.country(name_fr="Mali"), rows.country(name_fr="Guinée")
    rows.section(country=mali, title_fr="Se loger", title_ar="السكن", body_fr="<p>Un</p>")
    rows.section(country=guinea, title_fr="Se loger", body_fr="<p>Un</p>")
    Translation.objects.filter(field="title", language="ar", state="current").update(state="outdated")
    counts = []
    for limits in ({"all_countries": True}, {"countries": [mali]}):
        client.force_login(people.member("Editor", languages="ar", **limits))
        counts += client.get(PAGE).context_data["outstanding"]
    arabic = {"name": "العربية", "code": "ar", "direction": "rtl"}
    assert counts == [arabic | {"missing": 5, "outdated": 1}, arabic | {"missing": 2, "outdated": 1}]


def test_who_has_no_language_yet_is_told(client):
    client.force_login(people.member("Translator"))
    assert said(client.get(PAGE)) == [
        ("No language is named for you yet: you can read, but change nothing. Ask an administrator.", "")
    ]


def test_nothing_to_hand_out_is_said(desk, empty):
    query = {"out-language": "ar", "out-what": "wanting", "out-app": "portal", "out-format": "xliff"}
    answer = desk.get(EXPORT, query, follow=True)
    assert said(answer) == [("There is nothing to export: all these texts are translated and up to date.", "")]


@pytest.mark.parametrize("query", [{}, {"out-language": "fr"}, {"out-language": "ar", "out-app": "nothing"}])
def test_a_wrong_choice_is_said_and_nothing_is_handed_out(desk, query):
    answer = desk.get(EXPORT, query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_door(client, address, method):
    assert getattr(client, method)(address).status_code == 302
    client.force_login(rows.user())
    assert getattr(client, method)(address).status_code == 403
    translator = rows.user()
    translator.user_permissions.add(Permission.objects.get(codename="exchange_translations"))
    client.force_login(translator)
    wrong = (method == "post") != (address == IMPORT)
    assert getattr(client, method)(address).status_code == (405 if wrong else 200)


def test_the_page_asks_the_same_queries_however_many_texts(desk, empty, django_assert_num_queries):
    rows.section()
    desk.get(PAGE)
    for _more in range(2):
        with django_assert_num_queries(4):  # session, user, countries, what is outstanding
            desk.get(PAGE)
        rows.section(), rows.section()
