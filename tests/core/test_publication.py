"""Draft, in review, published: who may do what."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from core import publication
from core.models import AuditEntry, State
from portal.models import Page
from sessions_app.models import Module, OrientationPoint
from tests import rows
from tests.core.test_admin import column_links, messages, tree_of
from tests.core.test_admin import path as address
from tests.core.test_editing import opened, path
from tests.core.test_history_admin import said
from tests.desk.people import member
from tests.foras.document import texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
CORRECT = (
    "In a public text you may correct spelling and punctuation, with “minor correction” ticked. "
    "For more, ask a publisher."
)
ASK = "Ask a publisher: only they put a text on the site, change what is public, or take it down."
SPELL = "You may correct spelling and punctuation of the French, with “minor correction” ticked."
OTHERS = "English, العربية"
FORM = {"slug": "nouvelle", "position": "9", "title_fr": "Nouvelle", "verified_on": "23/11/2026"}


def signed_in(*codenames):
    user = rows.user()
    user.user_permissions.set(rows.unlimited(*codenames))
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def author():
    """May write pages, and not publish."""
    return signed_in("add_page", "change_page", "delete_page", "view_page")


@pytest.fixture
def publisher():
    return signed_in("add_page", "change_page", "delete_page", "view_page", "publish_content")


@pytest.fixture
def translator():
    return signed_in("change_page", "view_page")


def boxes(browser, row):
    ticks = {"minor_correction", "in_progress_en", "in_progress_ar"}
    return set(browser.get(path(row)).context["adminform"].form.fields) - ticks


def test_the_permission_is_the_desk_s_own():
    app, _dot, codename = publication.PERMISSION.partition(".")
    assert Permission.objects.filter(content_type__app_label=app, codename=codename).count() == 1


@pytest.mark.parametrize("state", ["draft", "review"])
def test_an_author_writes_drafts_and_sends_them_to_review_with_a_note(author, state):
    answer = author.post(address(Page, "add", language="en"), FORM | {"state": state, "review_note": "Le chiffre ?"})
    assert answer.status_code == 302
    assert list(Page.objects.values_list("state", "review_note")) == [(state, "Le chiffre ?")]


def test_an_author_is_offered_two_states_and_no_dates(author):
    page = rows.page(state=State.DRAFT)
    form = author.get(path(page)).context["adminform"].form
    assert [value for value, _label in form.fields["state"].choices] == ["draft", "review"]
    assert {"publish_at", "expire_at"} & set(form.fields) == set()


def test_an_author_who_publishes_by_hand_is_refused_in_words(author):
    answer = author.post(address(Page, "add", language="en"), FORM | {"state": "published"})
    assert (messages(answer), Page.objects.count()) == ([ASK], 0)


def test_nor_do_dates_sent_by_hand_count(author):
    page = rows.page(state=State.DRAFT)
    sent = opened(author, page) | {"publish_at_0": "2026-11-30", "publish_at_1": "08:00", "title_fr": "Mot"}
    assert author.post(path(page), sent).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, page.publish_at) == ("Mot", None)


def test_a_publisher_publishes_for_monday_at_eight_and_the_note_has_served(publisher, client):
    page = rows.page(state=State.IN_REVIEW, review_note="Le chiffre ?", slug="droits")
    sent = opened(publisher, page) | {"state": "published", "publish_at_0": "2999-11-30", "publish_at_1": "08:00"}
    assert publisher.post(path(page), sent).status_code == 302
    page.refresh_from_db()
    assert (page.state, page.review_note, page.publish_at.isoformat()) == ("published", "", "2999-11-30T08:00:00+00:00")
    assert client.get("/fr/droits/").status_code == 404
    assert [version.review_note for version in page.history.all()] == ["", "Le chiffre ?"]


def test_a_note_on_a_published_text_stays_until_it_is_published_again(publisher):
    page = rows.page()
    publisher.post(path(page), opened(publisher, page) | {"review_note": "À revoir en mars"})
    assert Page.objects.get().review_note == "À revoir en mars"


def test_a_public_text_is_read_only_for_an_author_but_for_its_translations(author):
    page = rows.page(title_fr="Un", title_ar="واحد")
    texts = {f"{name}_{code}" for name in ("title", "summary", "body") for code in ("fr", "en", "ar")}
    assert boxes(author, page) == texts
    assert notice(author, page) == f"This text is public. {ASK} You may mend its translations here: {OTHERS}. {SPELL}"


def notice(browser, row):
    (bar,) = [p for p in tree_of(browser.get(path(row))).iter("p") if p.get("class") == "missing-list"]
    return " ".join(texts_of(bar))


@pytest.mark.parametrize(
    ("group", "languages", "possible"),
    [
        ("Editor", "fr", SPELL),
        ("Translator", "ar", "You may mend its translations here: العربية."),
        ("Editor", "", f"You may mend its translations here: {OTHERS}. {SPELL}"),
    ],
)
def test_of_a_public_text_each_is_told_what_is_theirs_to_do(group, languages, possible):
    user = member(group, languages=languages, all_countries=True)
    browser = Client()
    browser.force_login(user)
    assert notice(browser, rows.section()) == f"This text is public. {ASK} {possible}"


DATES = [
    ({"expire_at": datetime(2026, 11, 2, 8, tzinfo=UTC)}, "ended", "expired since 2 November 2026, 08:00"),
    ({"publish_at": datetime(2999, 11, 30, 8, tzinfo=UTC)}, "later", "published from 30 November 2999, 08:00"),
]


@pytest.mark.parametrize(("dates", "sign", "words"), DATES)
def test_what_is_published_later_or_has_expired_is_not_called_public(author, publisher, dates, sign, words):
    page = rows.page(**dates)
    assert notice(author, page).startswith(f"This text is not on the site now: {words}. {ASK}")
    (mark,) = [
        span
        for span in tree_of(author.get(address(Page, language="en"))).iter("span")
        if "state " in span.get("class", "")
    ]
    assert (mark.get("class"), texts_of(mark)) == (f"state state-{sign}", [words])
    answer = publisher.post(path(page), opened(publisher, page), follow=True)
    assert f"This text is not on the site now: {words}." in said(answer)


def test_nor_is_a_text_of_a_country_that_is_a_draft():
    section = rows.section(country=rows.country(state=State.DRAFT))
    author = signed_in("change_section", "view_section")
    assert notice(author, section).startswith(f"This text is marked as published. {ASK}")


FIGURE = "A figure, an amount or an address has changed."
WORDS = "Words have come or gone."
LAYOUT = "A link or the layout has changed."
MANY = "More than 5 words have changed."
BODY = "<p>Vous pouvez arrêter à chaque étape. Appelez le 1515</p>"


@pytest.mark.parametrize(
    ("typed", "ticked", "reason"),
    [
        ("<p>Vous pouvez arrêter, à chaque étape. Appelez le 1515.</p>", True, None),
        ("<p>Vous pouvez arrêter, à chaque étape. Appelez le 1515</p>", False, CORRECT),
        ("<p>Vous pouvez arrêter à chaque étape. Appelez le 1551</p>", True, f"{FIGURE} {CORRECT}"),
        ("<p>Vous ne pouvez pas arrêter à chaque étape. Appelez le 1515</p>", True, f"{WORDS} {CORRECT}"),
        ("<h3>Vous pouvez arrêter à chaque étape. Appelez le 1515</h3>", True, f"{LAYOUT} {CORRECT}"),
        ("", True, f"{LAYOUT} {CORRECT}"),
    ],
)
def test_an_editor_corrects_a_comma_of_a_public_text_and_disturbs_no_translation(author, typed, ticked, reason):
    page = rows.page(title_fr="Droits", body_fr=BODY, body_ar="<p>نص</p>")
    answer = correct(author, page, ticked, body_fr=typed)
    page.refresh_from_db()
    assert (answer.status_code, page.body_fr) == ((200, BODY) if reason else (302, typed))
    assert (page.state, page.translations.get(field="body", language="ar").state) == ("published", "current")
    assert [(line.action, line.row) for line in AuditEntry.objects.all()] == (
        [] if reason else [("correct", str(page.pk))]
    )
    if reason:
        assert messages(answer) == [reason]


def correct(browser, row, ticked=True, **values):
    return browser.post(path(row), opened(browser, row) | values | ({"minor_correction": "on"} if ticked else {}))


@pytest.mark.parametrize(
    ("make", "field", "before", "now", "status"),
    [
        (rows.contact, "address_fr", "12, rue Hassan", "12, rue Hassam", 200),
        (rows.contact, "city_fr", "Fes", "Fès", 302),
        (rows.contact, "city_fr", "Safi", "Sali", 200),
        (rows.contact, "hours_fr", "Du lundi au jeudi", "Du lundi au samedi", 200),
        (rows.module, "title_fr", "Preparer son retour", "Préparer son retour", 302),
        (rows.module, "title_fr", "Préparer son retour", "Préparer ton retour", 200),
        (rows.contact, "what_for_fr", "Un batiment", "Un bâtiment,", 302),
        (rows.contact, "what_for_fr", "L’acceuil", "L’accueil", 302),
    ],
)
def test_names_addresses_and_hours_are_not_respelled(make, field, before, now, status):
    row = make(**{field: before})
    model = row._meta.model_name
    answer = correct(signed_in(f"change_{model}", f"view_{model}"), row, **{field: now})
    row.refresh_from_db()
    assert (answer.status_code, getattr(row, field)) == (status, now if status == 302 else before)


def test_many_small_corrections_do_not_add_up(author, publisher):
    words = ["batiment", "etage", "ecole", "eleve", "repas", "hotel", "cafe"]
    page = rows.page(
        title_fr="Droits", title_ar="حقوق", body_fr="<p>Sortir par la porte blanche</p>", summary_fr=" ".join(words)
    )
    assert correct(author, page, body_fr="<p>Sortir par la porte planche</p>").status_code == 200
    assert correct(author, page, body_fr="<p>Sortir par la porte blanches</p>").status_code == 302
    assert correct(author, page, title_ar="الحقوق").status_code == 302
    answer = correct(author, page, body_fr="<p>Sortir par la porte blanchesse</p>")
    assert messages(answer) == [f"“blanche” has become “blanchesse”. {CORRECT}"]
    mended = "bâtiment étage école élève repas hotel cafe"
    assert correct(author, page, summary_fr=mended).status_code == 302
    assert messages(correct(author, page, summary_fr=mended.replace("hotel cafe", "hôtel café"))) == [
        f"{MANY} {CORRECT}"
    ]
    publisher.post(path(page), opened(publisher, page) | {"position": "7"})
    assert correct(author, page, summary_fr=mended.replace("hotel cafe", "hôtel café")).status_code == 302


def test_what_an_editor_wrote_before_it_was_public_is_what_the_publisher_published(author, publisher):
    page = rows.page(title_fr="Droits", summary_fr="Un", state=State.DRAFT)
    author.post(path(page), opened(author, page) | {"summary_fr": "Deux"})
    publisher.post(path(page), opened(publisher, page) | {"state": "published"})
    assert correct(author, page, summary_fr="Deux !").status_code == 302
    assert messages(correct(author, page, summary_fr="Un")) == [f"“Deux” has become “Un”. {CORRECT}"]


def test_a_translator_mends_a_public_text_and_it_is_on_the_site(translator, client):
    page = rows.page(title_fr="Droits", title_ar="خطأ", slug="droits")
    assert translator.post(path(page), opened(translator, page) | {"title_ar": "حقوق"}).status_code == 302
    page.refresh_from_db()
    assert (page.title_fr, page.title_ar, page.state) == ("Droits", "حقوق", "published")
    assert texts_of(tree_of(client.get("/ar/droits/")).find(".//h1")) == ["حقوق"]


@pytest.mark.parametrize(
    "sent", [{"title_fr": "Mot"}, {"state": "draft"}, {"verified_on": "01/01/2020"}, {"slug": "x"}]
)
def test_what_an_author_sends_by_hand_for_a_public_text_changes_nothing(author, sent):
    page = rows.page(slug="droits", title_fr="Droits")
    author.post(path(page), FORM | {"slug": "droits", "title_fr": "Droits", "state": "published"} | sent)
    page.refresh_from_db()
    assert (page.slug, page.title_fr, page.state, page.verified_on) == (
        "droits", "Droits", "published", date(2026, 11, 23),
    )  # fmt: skip


def test_a_draft_that_was_published_while_one_wrote_is_refused_and_what_was_typed_stays(author, publisher):
    page = rows.page(title_fr="Un", state=State.DRAFT)
    mine, theirs = opened(author, page), opened(publisher, page)
    publisher.post(path(page), theirs | {"state": "published"})
    answer = author.post(path(page), mine | {"title_fr": "Deux", "title_ar": "اثنان"})
    assert (answer.status_code, messages(answer)) == (200, [CORRECT])
    form = answer.context["adminform"].form
    assert (form["title_fr"].value(), form["title_ar"].value()) == ("Deux", "اثنان")
    page.refresh_from_db()
    assert (page.title_fr, page.state) == ("Un", "published")


def test_of_such_a_draft_the_translation_alone_is_saved(author, publisher):
    page = rows.page(title_fr="Un", state=State.DRAFT)
    mine, theirs = opened(author, page), opened(publisher, page)
    publisher.post(path(page), theirs | {"state": "published"})
    assert author.post(path(page), mine | {"title_ar": "واحد"}).status_code == 302
    page.refresh_from_db()
    assert (page.title_ar, page.state) == ("واحد", "published")


def test_deleting_takes_down_so_an_author_deletes_drafts_only(author, publisher):
    public, draft = rows.page(), rows.page(state=State.DRAFT)
    answers = [author.post(address(Page, "delete", row.pk), {"post": "yes"}).status_code for row in (public, draft)]
    assert (answers, list(Page.objects.all())) == ([403, 302], [public])
    chosen = {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"}
    assert author.post(address(Page), chosen).status_code in (200, 403)
    assert Page.objects.count() == 1
    assert publisher.post(address(Page, "delete", public.pk), {"post": "yes"}).status_code == 302
    assert Page.objects.count() == 0


def test_the_order_on_the_site_is_a_publisher_s(author, publisher):
    page = rows.page(position=1, title_fr="Un")
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "1", "form-0-id": page.pk, "form-0-position": 5}
    author.post(address(Page), form)
    assert (Page.objects.get().position, column_links(author.get(address(Page)))) == (1, ["Un"])
    publisher.post(address(Page), form)
    assert Page.objects.get().position == 5


@pytest.mark.parametrize(("make", "model"), [(rows.module, Module), (rows.point, OrientationPoint)])
def test_whoever_manages_all_points_publishes_points_and_modules(client, make, model):
    client.force_login(rows.manager())
    row = make(state=State.DRAFT)
    row.sources.add(rows.source())
    sent = opened(client, row)
    if model is OrientationPoint:
        sent |= {f"{name}-{key}": 0 for name in ("opening_hours", "rooms") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert client.post(path(row), sent | {"state": "published"}).status_code == 302
    row.refresh_from_db()
    assert row.state == State.PUBLISHED
