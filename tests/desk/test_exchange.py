"""Round trips and every refusal. The texts are the real starter content of five countries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Translation
from desk import exchange
from desk.exchange import Outcome
from desk.packages import RefusedError
from tests import rows
from tests.desk import exports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
FORMATS = ("xliff", "xlsx")
LANGUAGES = ("ar", "en")


def planned(content, language, user):
    return exchange.plan(exchange.read(content), language, user)


def applied(content, language, user, ticked=()):
    """With the boxes as they are shown, and those of `ticked`."""
    package = exchange.read(content)
    plan = exchange.plan(package, language, user)
    return len(exchange.apply(package, language, user, plan.digest, plan.ordinary | {*ticked}))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_exported_and_sent_back_unchanged_changes_nothing(editor, language, kind):
    content = exports.exported(language, kind, editor, everything=True)
    plan = planned(content, language, editor)
    print(f"{len(plan.lines)} units, {len(content):,} bytes")
    assert len(plan.lines) > 500
    assert {outcome for outcome, count in plan.counts.items() if count} == {Outcome.UNCHANGED}
    with CaptureQueriesContext(connection) as queries:
        assert applied(content, language, editor) == 0
    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def rich_keys(content):
    """Keys of rich texts that have marks, the first of each file first."""
    return [key for key in exports.keys(content) if key.split(".")[3] in ("body", "answer")]


def changed_texts(content, kind, count):
    """New Arabic texts for `count` units: one rich one for each plain one, each with its French marks."""
    rich = rich_keys(content)[: count // 2 + count % 2]
    plain = [key for key in exports.keys(content) if key.split(".")[3] in ("title", "question")][: count - len(rich)]
    french = exports.french(content)
    changes = {key: exports.with_words(french[key], f"كلمة {n}") for n, key in enumerate(rich)}
    return changes | {key: f"عنوان جديد {n}" for n, key in enumerate(plain)}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("count", [1, 9])
def test_of_k_texts_that_come_back_changed_exactly_k_change(editor, kind, count):
    content = exports.exported("ar", kind, editor, everything=True)
    changes = changed_texts(content, kind, count)
    before = exports.snapshot()
    assert applied(exports.returned(content, changes), "ar", editor) == count
    after = exports.snapshot()
    wanted = {".".join(key.split(".")[:4]) + "_ar" for key in changes}
    assert {key for key in after if after[key] != before[key]} == wanted
    assert len(wanted) == count
    arabic = {key: text for key, text in after.items() if key in wanted}
    assert all("كلمة" in text or "عنوان" in text for text in arabic.values())


def test_a_rich_text_comes_back_with_the_tags_it_had(editor, empty):
    paragraph = '<p>Un <strong>mot</strong> &amp; <a href="https://a.org/?x=1&amp;y=2">un lien</a><br>fin</p>'
    french = f"{paragraph}<ul><li><p>un</p></li></ul>"
    row = rows.section(body_fr=french)
    content = exports.exported("ar", "xliff", editor)
    key = f"countries.section.{row.pk}.body"
    source = next(text for name, text in exports.sources(content).items() if name.startswith(key))
    assert source == (
        '<g id="1">Un <g id="2">mot</g> &amp; <g id="3">un lien</g><x id="4"/>fin</g>'
        '<g id="5"><g id="6"><g id="7">un</g></g></g>'
    )
    words = '<g id="1"><g id="3">رابط</g> و<g id="2">كلمة</g> &amp; <x id="4"/>نهاية</g>'
    arabic = f'{words}<g id="5"><g id="6"><g id="7">١</g></g></g>'
    assert applied(exports.returned(content, {key: arabic}), "ar", editor) == 1
    row.refresh_from_db()
    link = row.body_fr.partition("<a ")[2].partition(">")[0]
    assert row.body_ar == (
        f"<p><a {link}>رابط</a> و<strong>كلمة</strong> &amp; <br>نهاية</p><ul><li><p>١</p></li></ul>"
    )


@pytest.mark.parametrize(
    "arabic",
    [
        '<g id="1">بلا وسم</g>',  # one lost
        '<g id="1">أ <g id="2">ب</g> <g id="9">ج</g></g>',  # one of no text
        '<g id="1">أ <g id="2">ب</g> <g id="2">ج</g></g>',  # twice
        '<g id="2">ب <g id="1">أ</g></g>',  # a paragraph within a word
        '<g id="1">أ <g id="2">ب</g> <ph id="3"/></g>',  # of a kind nobody wrote
        "كلام بلا شيء",
    ],
)
def test_a_rich_text_with_other_tags_is_refused_and_the_others_are_not(editor, empty, arabic):
    row = rows.section(body_fr="<p>Un <strong>mot</strong></p>", title_fr="Se loger")
    content = exports.exported("ar", "xliff", editor)
    prefix = f"countries.section.{row.pk}"
    content = exports.returned(content, {f"{prefix}.body": arabic, f"{prefix}.title": "السكن"})
    plan = planned(content, "ar", editor)
    assert [(line.column, line.outcome) for line in plan.of(Outcome.REFUSED)] == [("body_ar", Outcome.REFUSED)]
    assert "tag" in plan.of(Outcome.REFUSED)[0].reason.lower()
    assert applied(content, "ar", editor) == 1
    row.refresh_from_db()
    assert (row.title_ar, row.body_ar or "") == ("السكن", "")


def test_in_a_sheet_rich_text_is_html_and_what_is_no_tag_of_ours_does_not_get_in(editor, empty):
    row = rows.section(body_fr="<p>Un mot</p>")
    content = exports.exported("ar", "xlsx", editor)
    prefix = f"countries.section.{row.pk}.body"
    for text in ("<p>كلمة</p><script>alert(1)</script>", '<p onclick="x()">كلمة</p>'):
        plan = planned(exports.returned(content, {prefix: text}), "ar", editor)
        assert [line.becomes for line in plan.of(Outcome.CHANGED)] == ["<p>كلمة</p>"]
    refused = planned(exports.returned(content, {prefix: "<p>كلمة</p><p>أخرى</p>"}), "ar", editor)
    assert [line.reason for line in refused.lines if line.column == "body_ar"] == [
        "The tags are not those of the French (too many: <p>)."
    ]


def test_a_translation_with_tags_of_its_own_may_come_back_with_them(editor, empty):
    row = rows.section(body_fr="<p>Un mot</p>", body_ar="<p>كلمة</p><p>وأخرى</p>")
    for kind in FORMATS:
        content = exports.exported("ar", kind, editor, everything=True)
        assert planned(content, "ar", editor).of(Outcome.REFUSED) == []
    mended = exports.returned(content, {f"countries.section.{row.pk}.body": "<p>كلمة ثانية</p><p>وأخرى</p>"})
    assert applied(mended, "ar", editor) == 1


def test_lines_of_plain_text_stay_lines(editor, empty):
    row = rows.section(in_brief_fr="Une phrase.\nDeux phrases.")
    content = exports.exported("ar", "xliff", editor)
    prefix = f"countries.section.{row.pk}.in_brief"
    assert applied(exports.returned(content, {prefix: 'جملة.<x id="lb1" ctype="lb"/>جملتان.'}), "ar", editor) == 1
    row.refresh_from_db()
    assert row.in_brief_ar == "جملة.\nجملتان."


@pytest.mark.parametrize("kind", FORMATS)
def test_lines_that_run_together_want_a_tick(editor, empty, kind):
    row = rows.section(title_fr="Se loger", in_brief_fr="Une phrase.\nDeux phrases.")
    prefix = f"countries.section.{row.pk}"
    content = exports.exported("ar", kind, editor)
    content = exports.returned(content, {f"{prefix}.in_brief": "جملة.جملتان.", f"{prefix}.title": "السكن"})
    asked = planned(content, "ar", editor).of(Outcome.ASKED)
    assert [(line.column, line.reason) for line in asked] == [
        (
            "in_brief_ar",
            "It has more or fewer lines than the French. Tick it when that is meant.",
        )
    ]
    assert applied(content, "ar", editor) == 1
    assert applied(content, "ar", editor, [asked[0].key]) == 1


def test_a_translation_with_lines_of_its_own_may_come_back_with_them(editor, empty):
    row = rows.section(in_brief_fr="Une phrase.\nDeux phrases.", in_brief_ar="جملة.")
    content = exports.exported("ar", "xlsx", editor, everything=True)
    content = exports.returned(content, {f"countries.section.{row.pk}.in_brief": "جملة أخرى."})
    assert planned(content, "ar", editor).of(Outcome.ASKED) == []
    assert applied(content, "ar", editor) == 1


def test_what_a_field_does_not_take_is_refused_in_its_words(editor, empty):
    row = rows.section()
    content = exports.exported("ar", "xlsx", editor)
    plan = planned(exports.returned(content, {f"countries.section.{row.pk}.title": "ع" * 151}), "ar", editor)
    assert [line.reason for line in plan.of(Outcome.REFUSED)] == [
        "Ensure this value has at most 150 characters (it has 151)."
    ]


def state(row, field, language="ar"):
    return Translation.objects.get(
        object_id=row.pk, content_type__model=row._meta.model_name, field=field, language=language
    ).state


@pytest.mark.parametrize("kind", FORMATS)
def test_an_outdated_text_that_comes_back_is_up_to_date_and_so_is_one_that_is_still_right(editor, empty, kind):
    row = rows.section(title_fr="Se loger", title_ar="السكن", body_fr="<p>Un</p>", body_ar="<p>١</p>")
    row.title_fr, row.body_fr = "Trouver un logement", "<p>Deux</p>"
    row.save()
    content = exports.exported("ar", kind, editor)
    prefix = f"countries.section.{row.pk}"
    body = "<p>٢</p>" if kind == "xlsx" else '<g id="1">٢</g>'
    content = exports.returned(content, {f"{prefix}.body": body}, still_right=[f"{prefix}.title"])
    plan = planned(content, "ar", editor)
    assert {line.column: line.outcome for line in plan.lines if line.row == row} == {
        "title_ar": Outcome.STILL_RIGHT,
        "body_ar": Outcome.CHANGED,
    }
    assert applied(content, "ar", editor) == 2
    row.refresh_from_db()
    assert (row.title_ar, row.body_ar, row.outdated_in) == ("السكن", "<p>٢</p>", "")
    assert {state(row, "title"), state(row, "body")} == {"current"}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_text_whose_french_has_moved_is_refused(editor, empty, kind):
    row, other = rows.section(title_fr="Se loger"), rows.section(title_fr="Manger")
    content = exports.exported("ar", kind, editor)
    content = exports.returned(content, {f"countries.section.{r.pk}.title": "نص" for r in (row, other)})
    row.title_fr = "Trouver un logement"
    row.save()
    plan = planned(content, "ar", editor)
    assert [line.reason for line in plan.of(Outcome.REFUSED)] == [
        "The French has changed since the export. Export this text again."
    ]
    assert applied(content, "ar", editor) == 1
    row.refresh_from_db(), other.refresh_from_db()
    assert (row.title_ar or "", other.title_ar) == ("", "نص")


def test_a_translation_that_somebody_changed_meanwhile_wants_a_tick(editor, empty):
    row = rows.section(title_fr="Se loger", title_ar="السكن")
    content = exports.exported("ar", "xlsx", editor, everything=True)
    content = exports.returned(content, {f"countries.section.{row.pk}.title": "من الخارج"})
    row.title_ar = "من الداخل"
    row.save()
    asked = planned(content, "ar", editor).of(Outcome.ASKED)
    assert [(line.was, line.becomes) for line in asked] == [("من الداخل", "من الخارج")]
    assert applied(content, "ar", editor) == 0
    assert applied(content, "ar", editor, [asked[0].key]) == 1
    row.refresh_from_db()
    assert row.title_ar == "من الخارج"


def test_french_in_place_of_a_translation_wants_a_tick(editor, empty):
    """Tools fill in the French where nobody has translated; a name may be the same all the same."""
    row = rows.section(title_fr="Se loger")
    content = exports.returned(
        exports.exported("en", "xliff", editor), {f"countries.section.{row.pk}.title": "Se loger"}
    )
    plan = planned(content, "en", editor)
    assert [line.column for line in plan.of(Outcome.ASKED)] == ["title_en"]
    assert plan.counts[Outcome.CHANGED] == 0


def test_the_plan_that_was_shown_is_the_one_that_is_applied_or_none(editor, empty):
    row = rows.section(title_fr="Se loger", title_ar="السكن")
    content = exports.exported("ar", "xliff", editor, everything=True)
    package = exchange.read(exports.returned(content, {f"countries.section.{row.pk}.title": "جديد"}))
    shown = exchange.plan(package, "ar", editor).digest
    row.title_ar = "شيء آخر"
    row.save()
    with pytest.raises(exchange.MovedError) as moved:
        exchange.apply(package, "ar", editor, shown)
    assert len(moved.value.plan.of(Outcome.ASKED)) == 1
    row.refresh_from_db()
    assert row.title_ar == "شيء آخر"


def test_when_a_row_goes_between_preview_and_confirmation_nothing_is_half_imported(editor, empty):
    first, second = rows.section(title_fr="Un"), rows.section(title_fr="Deux")
    content = exports.exported("ar", "xliff", editor)
    content = exports.returned(content, {f"countries.section.{r.pk}.title": "نص" for r in (first, second)})
    package = exchange.read(content)
    plan = exchange.plan(package, "ar", editor)
    second.delete()
    with pytest.raises(exchange.MovedError):
        exchange.apply(package, "ar", editor, plan.digest)
    first.refresh_from_db()
    assert not first.title_ar


def refusal(content, language, user):
    before = exports.snapshot()
    with pytest.raises(RefusedError) as refused:
        applied(content, language, user)
    assert exports.snapshot() == before
    return str(refused.value)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_for_another_language_is_refused(editor, kind):
    content = exports.exported("ar", kind, editor, app="portal", everything=True)
    assert refusal(content, "en", editor) == "The file is for العربية, and you have chosen English."


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_of_another_site_is_refused(editor, kind, settings):
    content = exports.exported("ar", kind, editor, app="portal", everything=True)
    settings.SECRET_KEY = "k" * 50
    assert refusal(content, "ar", editor) == (
        "This file does not come from this site, or its first cell or heading was changed."
    )


def test_an_empty_file_and_a_big_one_are_refused(editor):
    assert refusal(b" ", "ar", editor) == "The file is empty."
    assert refusal(b"x" * 20_000_001, "ar", editor) == "The file is too big: at most 20 MB."
