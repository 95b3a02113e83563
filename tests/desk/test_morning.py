"""The morning list: what is on it, for whom, and that it costs the same for one row as for three."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from core.models import State
from countries.models import Opportunity
from desk import morning, texts
from desk.models import LinkCheck, PageWeight
from portal.models import Page
from sessions_app import release
from sessions_app.models import Headcount, Session
from sessions_app.weeks import Week
from testimonies import ledger
from testimonies.models import Recording, Subtitle
from tests import rows
from tests.desk.people import browser, member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADDRESS = "/fr/desk/"


@pytest.fixture
def nothing(empty):
    """No content, no link, no page weighed."""


def kinds_of(user) -> dict:
    return {kind.name: kind for kind in morning.work(user)}


def counts_of(user) -> dict:
    """Without translations, which every row of a test lacks: tests/desk/test_untranslated.py."""
    return {name: kind.count for name, kind in kinds_of(user).items() if kind.count and name != "translations"}


def allowed(*permissions):
    """Somebody of the staff with these permissions, as "app.codename"."""
    user = rows.user()
    user.user_permissions.set(rows.unlimited())
    for permission in permissions:
        label, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return type(user).objects.get(pk=user.pk)


def today():
    return timezone.localdate()


def fill(number: int) -> None:
    """`number` rows of every kind of work."""
    source = rows.source()
    for n in range(number):
        due = rows.section(verified_on=today() - 90 * DAY, review_by=today() - (n + 1) * DAY)
        ending = rows.contact(expire_at=timezone.now() + 10 * DAY)
        for row in (due, ending):
            row.sources.add(source)
        rows.opportunity()  # without a source
        rows.question(state=State.IN_REVIEW)
        rows.step(state=State.DRAFT, review_note="Le délai ?")
        place = rows.point()
        rows.session(point=place, day=Week.current().next.monday, status="draft")
        rows.session(point=place, day=Week.current().sunday)
        rows.session(point=place, day=today() - 8 * DAY)
        story = rows.public_story()
        story.sources.add(source)
        story.consents.update(given_on=today() - 100 * DAY, expires_on=today() + 50 * DAY)
        Recording.objects.create(testimony=story, kind="sound", original="x", state="failed")
        unread = rows.public_story(country=story.country)
        unread.sources.add(source)
        unread.consents.update(reviewed_on=None, reviewed_by=None)
        LinkCheck.objects.create(
            url=f"https://example.org/gone/{n}", state="broken", code=404, checked_at=timezone.now(),
            first_failed_at=timezone.now() - DAY, places=[["countries.contact", ending.pk]],
        )  # fmt: skip
        PageWeight.objects.create(path=f"/fr/{n}/", bytes=30_000, weighed_at=timezone.now())


EVERY_KIND = {
    "unreleased", "drafts", "consents", "unread", "ending", "due", "review", "returned", "recordings", "sourceless",
    "links", "uncounted", "successes", "subtitles", "heavy",
}  # fmt: skip


def settle() -> None:
    """Everything that `rows` made on the way has its source, so that only what `fill` leaves without one counts."""
    source = rows.source()
    for model in set(texts.models()) - {Opportunity}:
        for row in model.objects.all():
            row.sources.add(source)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_list_asks_the_database_as_much_for_three_as_for_one(
    desk, nothing, number, language, django_assert_num_queries
):
    fill(number)
    settle()
    desk.get(f"/{language}/desk/")  # content types are read once
    with django_assert_num_queries(24):
        answer = desk.get(f"/{language}/desk/")
    seen = {kind.name: kind.count for kind in answer.context["kinds"]}
    assert seen.pop("translations") > number
    assert seen == dict.fromkeys(EVERY_KIND, number)


def test_somebody_with_permissions_and_one_point_costs_four_more(client, nothing, django_assert_num_queries):
    """Two for their permissions, one for their point, one for their limits."""
    fill(3)
    settle()
    user = rows.coordinator(Session.objects.filter(status="draft").first().point)
    user.user_permissions.set(Permission.objects.exclude(codename="manage_all_points"))
    client.force_login(user)
    client.get(ADDRESS)
    with django_assert_num_queries(28):
        answer = client.get(ADDRESS)
    seen = {kind.name: kind.count for kind in answer.context["kinds"] if kind.name != "translations"}
    assert seen == dict.fromkeys(EVERY_KIND, 3) | {"drafts": 1, "unreleased": 1, "uncounted": 1}


def test_all_of_them_leads_to_a_list_of_exactly_as_many(desk, editor, nothing):
    fill(3)
    settle()
    lists = {link.url: link.count for kind in morning.work(editor) for link in kind.everything if link.count}
    found = {url: desk.get(url).context["cl"].result_count for url in lists}
    assert len(lists) >= 11
    assert found == lists


def test_every_row_leads_to_a_page_where_it_is_mended(desk, editor, nothing):
    fill(1)
    settle()
    pages = {row.url for kind in morning.work(editor) for row in kind.rows} - {"/fr/0/"}  # a page that is not there
    assert len(pages) >= 11
    assert {url: desk.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


def test_ten_are_shown_and_all_are_counted(desk, editor, nothing):
    for n in range(12):
        rows.page(verified_on=today() - 90 * DAY, review_by=today() - (n + 1) * DAY, title_fr=f"Page {n}")
    due = kinds_of(editor)["due"]
    assert (due.name, due.count, due.is_longer) == ("due", 12, True)
    assert [row.what.text for row in due.rows] == [f"Page {n}" for n in range(11, 1, -1)]  # the longest due first
    assert "10 of 12 are shown." in desk.get("/en/desk/").content.decode()


def test_only_published_texts_past_their_day_are_due(editor, nothing):
    old = {"verified_on": today() - 90 * DAY}
    rows.page(review_by=today(), **old)
    rows.page(review_by=today() - DAY, state=State.DRAFT, **old)
    assert counts_of(editor) == {}
    rows.page(review_by=today() - DAY, **old)
    assert counts_of(editor) == {"due": 1}


@pytest.mark.parametrize(("days", "counted"), [(-400, 1), (-1, 1), (29, 1), (31, 0)])
def test_a_text_expires_within_thirty_days_or_has(editor, nothing, days, counted):
    rows.page(expire_at=timezone.now() + days * DAY)
    rows.page(expire_at=timezone.now() + days * DAY, state=State.DRAFT)
    assert counts_of(editor) == ({"ending": 1} if counted else {})


def test_what_needs_no_source_is_not_missed(editor, nothing):
    rows.page(), rows.checklist_item()
    rows.section(state=State.DRAFT)
    assert counts_of(editor) == {}
    rows.figure()
    assert counts_of(editor) == {"sourceless": 1}


def test_texts_in_review_are_for_whoever_may_publish(nothing):
    rows.page(state=State.IN_REVIEW)
    assert counts_of(allowed("portal.change_page")) == {}
    assert counts_of(allowed("portal.change_page", "desk.publish_content")) == {"review": 1}


def test_each_sees_only_what_they_may_change(nothing):
    fill(1)
    assert morning.work(rows.user()) == []
    assert counts_of(allowed("countries.view_section", "countries.view_contact")) == {}
    assert counts_of(allowed("countries.change_section", "desk.publish_content")) == {"due": 1}
    assert counts_of(allowed("countries.change_contact")) == {"links": 1}
    assert counts_of(allowed("countries.change_contact", "desk.publish_content")) == {"ending": 1, "links": 1}
    assert counts_of(allowed("testimonies.view_consent", "testimonies.change_consent")) == {"consents": 1}
    assert "consents" not in kinds_of(allowed("testimonies.change_testimony"))
    assert counts_of(allowed("desk.view_pageweight")) == {"heavy": 1}


@pytest.fixture
def two_countries(nothing):
    """A row of each kind in Mali and in Guinea, all titled by their country."""
    for name in ("Mali", "Guinée"):
        country = rows.country(name_fr=name)
        due = {"verified_on": today() - 90 * DAY, "review_by": today() - DAY}
        rows.section(country=country, title_fr=name, **due)
        rows.contact(country=country, name_fr=name, expire_at=timezone.now() + DAY)
        rows.contact(country=country, name_fr=name, state=State.IN_REVIEW)
        rows.contact(country=country, name_fr=name, state=State.DRAFT, review_note="Le délai ?")
        story = rows.public_story(country=country, title_fr=name)
        story.consents.update(reference=name, given_on=today() - 100 * DAY, expires_on=today() + DAY)
        Recording.objects.create(testimony=story, kind="sound", original="x", state="failed")
        rows.public_story(country=country, title_fr=name).consents.update(reviewed_on=None, reviewed_by=None)
    return rows.Country.objects.get(name_fr="Mali")


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("Publisher", {"due", "ending", "review", "returned", "sourceless", "consents", "unread", "recordings",
                       "subtitles", "successes"}),
        ("Editor", {"returned", "recordings", "subtitles", "successes"}),
        ("Translator", set()),
    ],
)  # fmt: skip
def test_of_two_countries_one_sees_ones_own_and_every_page_opens(two_countries, group, names):
    user = member(group, languages="ar", countries=[two_countries])
    kinds = [kind for kind in morning.work(user) if kind.count and kind.name != "translations"]
    assert {kind.name for kind in kinds} == names
    said = [row.what.text if row.text else row.what for kind in kinds for row in kind.rows]
    assert set(said) <= {"Mali"}
    opened = {row.url: browser(user).get(row.url).status_code for kind in kinds for row in kind.rows}
    assert set(opened.values()) <= {200}


def test_a_story_whose_review_was_voided_is_told_to_who_may_review_it(nothing):
    story = rows.public_story(title_fr="Le retour")
    reviewer, other = member("Publisher"), member("Publisher")
    assert [kinds_of(user)["unread"].count for user in (reviewer, other)] == [0, 0]
    story.written_by = other
    story.title_fr = "Le retour, raconté"
    story.save()
    story.void_reviews(other)
    [row] = kinds_of(reviewer)["unread"].rows
    consent = story.consents.get()
    assert (row.what.text, row.why, row.url) == (
        "Le retour, raconté", consent.reference, f"/fr/admin/testimonies/consent/{consent.pk}/review/",
    )  # fmt: skip
    assert kinds_of(other)["unread"].count == 0  # who changed it may not say that it is safe
    for user in (member("Editor", all_countries=True), member("Translator", languages="ar")):
        assert "unread" not in kinds_of(user)
    ledger.review(consent, reviewer)
    assert kinds_of(reviewer)["unread"].count == 0


def test_a_review_to_be_made_again_takes_no_story_off_the_site(nothing, editor):
    rows.public_story().consents.update(provisional=True)
    draft = rows.story(state=State.DRAFT)
    rows.consent(draft)
    draft.consents.update(reviewed_on=None, reviewed_by=None)
    assert kinds_of(editor)["unread"].count == 0


def test_a_publisher_reads_who_sent_a_text_when_and_with_which_note(desk, nothing, editor, english):
    page = rows.page(title_fr="Droits", state=State.DRAFT)
    for state, name in ((State.IN_REVIEW, "amina"), (State.DRAFT, "amina"), (State.IN_REVIEW, "bintou")):
        page.state, page.review_note = state, "Le délai <b>?</b>"
        page._history_user = rows.user() if name == "amina" else type(editor).objects.create_user("bintou")
        page.save()
    page.title_ar, page._history_user = "حقوق", rows.user()
    page.save()  # by a translator, who did not send it
    Page.history.filter(history_user__username="bintou").update(history_date=timezone.now() - 3 * DAY)
    [row] = kinds_of(editor)["review"].rows
    assert (row.why, row.since, row.note) == ("Page, by ⁨bintou⁩", today() - 3 * DAY, "Le délai <b>?</b>")
    assert "Le délai &lt;b&gt;?&lt;/b&gt;</q>" in desk.get(ADDRESS).content.decode()


def test_a_draft_that_came_back_is_told_to_the_editors_of_its_country(nothing):
    mali, other = rows.country(), rows.country()
    contact = rows.contact(country=mali, state=State.IN_REVIEW, name_fr="Bureau")
    contact.state, contact.review_note = State.DRAFT, "Quelle adresse ?"
    contact.save()
    rows.contact(country=mali, state=State.DRAFT)
    [row] = kinds_of(member("Editor", countries=[mali]))["returned"].rows
    assert (row.what.text, row.note, row.since) == ("Bureau", "Quelle adresse ?", today())
    assert kinds_of(member("Editor", countries=[other]))["returned"].count == 0
    assert "returned" not in kinds_of(member("Translator", languages="ar"))


def test_a_form_opened_from_the_list_leads_back_to_its_kind(editor, nothing):
    rows.page(state=State.IN_REVIEW)
    rows.session(day=today() - 8 * DAY)
    kinds = kinds_of(editor)
    ends = [kinds[name].rows[0].url.partition("?")[2] for name in ("review", "uncounted")]
    assert ends == ["next=%2Ffr%2Fdesk%2F%23review", "next=%2Ffr%2Fdesk%2F%23uncounted"]


def test_a_coordinator_sees_their_own_point(nothing):
    fill(2)
    mine = Session.objects.filter(status="draft").first().point
    user = rows.coordinator(mine)
    assert counts_of(user) == {"unreleased": 1, "drafts": 1, "uncounted": 1}
    assert {row.about.text for kind in morning.work(user) for row in kind.rows} == {"Oujda"}
    all_points = counts_of(rows.manager())
    assert {name: all_points[name] for name in ("unreleased", "drafts", "uncounted")} == {
        "unreleased": 2, "drafts": 2, "uncounted": 2,
    }  # fmt: skip


def test_a_session_counted_or_called_off_needs_no_headcount(editor, nothing):
    held = rows.session(day=today() - 8 * DAY)
    rows.session(day=today() - 8 * DAY, status="cancelled", reason_fr="Grève")
    assert kinds_of(editor)["uncounted"].count == 1
    Headcount.objects.create(session=held, women=3)
    assert kinds_of(editor)["uncounted"].count == 0


def test_a_headcount_is_asked_for_when_the_session_is_over(editor, nothing):
    for starts, ends in (("09:00", "12:00"), ("10:00", "12:01"), ("15:00", "16:00")):
        rows.session(day="2026-11-24", starts=starts, ends=ends)
    rows.session(day="2026-11-25", starts="09:00", ends="12:00")
    with time_machine.travel("2026-11-24 12:00Z", tick=False):
        assert [row.why for row in kinds_of(editor)["uncounted"].rows] == ["\u206609:00–12:00\u2069"]


def test_a_released_week_and_a_week_without_public_sessions_need_no_release(editor, nothing):
    week = Week.current().next
    session = rows.session(day=week.monday)
    rows.session(day=week.monday, status="draft")
    rows.session(day=week.next.monday)  # the week after the next can wait
    [row] = kinds_of(editor)["unreleased"].rows
    assert (row.what, row.since, row.about.text) == (str(week), week.monday, "Oujda")
    release.release(session.point, week, editor, "")
    assert kinds_of(editor)["unreleased"].count == 0


@pytest.mark.parametrize(("days", "counted"), [(-1, 1), (0, 1), (60, 1), (61, 0)])
def test_a_consent_ends_within_sixty_days_or_has(editor, nothing, days, counted):
    rows.consent(rows.story(), given_on=today() - 100 * DAY, expires_on=today() + days * DAY)
    assert kinds_of(editor)["consents"].count == counted


def test_a_consent_that_is_withdrawn_renewed_or_of_no_story_asks_for_nothing(editor, nothing):
    ends = {"given_on": today() - 100 * DAY, "expires_on": today() + 5 * DAY}
    rows.consent(None, **ends)
    rows.consent(rows.story(), withdrawn_on=today(), **ends)
    story = rows.story()
    rows.consent(story, **ends)
    assert kinds_of(editor)["consents"].count == 1
    rows.consent(story, given_on=today() - DAY, expires_on=today() + 700 * DAY)
    assert kinds_of(editor)["consents"].count == 0


def test_of_a_consent_only_its_reference_is_said(desk, nothing):
    story = rows.public_story(displayed_name_fr="Mariama", title_fr="Le récit de Mariama")
    story.consents.update(reference="C-77", given_on=today() - 100 * DAY, expires_on=today() + DAY)
    page = desk.get(ADDRESS).content.decode()
    assert "C-77" in page
    assert "Mariama" not in page.partition('id="consents"')[2].partition("</section>")[0]


def test_subtitles_are_missing_language_by_language(editor, nothing):
    story = rows.public_story()
    assert kinds_of(editor)["subtitles"].count == 0  # nothing to hear
    Recording.objects.create(testimony=story, kind="sound", original="x", state="ready")
    for code in ("fr", "ar"):
        Subtitle.objects.create(testimony=story, language=code, webvtt="WEBVTT\n")
    [row] = kinds_of(editor)["subtitles"].rows
    assert "English" in row.why
    assert "Français" not in row.why
    Subtitle.objects.create(testimony=story, language="en", webvtt="WEBVTT\n")
    assert kinds_of(editor)["subtitles"].count == 0


def test_a_country_without_stories_shows_no_success(editor, nothing):
    country, _none = rows.country(), rows.country()
    rows.public_story(country=country)
    assert [row.what.text for row in kinds_of(editor)["successes"].rows] == [country.name_fr]
    excluded = rows.public_story(country=country, tone="difficulty")
    excluded.consents.get().excluded_countries.add(country)
    assert kinds_of(editor)["successes"].count == 1
    rows.public_story(country=country, tone="mixed")
    assert kinds_of(editor)["successes"].count == 0


def test_a_link_that_failed_once_and_one_of_somebody_elses_texts_are_not_shown(nothing):
    contact, moment = rows.contact(), timezone.now()
    link = {"state": "unreachable", "checked_at": moment, "places": [["countries.contact", contact.pk]]}
    LinkCheck.objects.create(url="https://a.example/once", first_failed_at=moment, **link)
    LinkCheck.objects.create(url="https://a.example/twice", first_failed_at=moment - DAY, **link)
    gone = link | {"places": [["countries.contact", contact.pk + 1]]}
    LinkCheck.objects.create(url="https://a.example/deleted", first_failed_at=moment - DAY, **gone)
    [row] = kinds_of(allowed("countries.change_contact"))["links"].rows
    assert (row.what, row.about.text) == ("https://a.example/twice", contact.name_fr)
    assert kinds_of(allowed("countries.change_section"))["links"].count == 0


def test_a_text_without_translation_is_named_in_french_and_marked(desk, nothing):
    rows.page(title_fr="À traduire", review_by=today() - DAY, verified_on=today() - 90 * DAY)
    rows.page(title_fr="Traduit", title_ar="مترجم", review_by=today() - DAY, verified_on=today() - 90 * DAY)
    page = desk.get("/ar/desk/").content.decode()
    assert '<bdi lang="fr" dir="ltr">À traduire</bdi>' in page
    assert "<bdi>مترجم</bdi>" in page


def test_the_charts_say_how_much_there_is(editor, nothing):
    rows.page(title_fr="Deux mots", title_en="Two words")
    rows.page(title_fr="Un", title_en="One", title_ar="واحد", state=State.DRAFT, verified_on=None)
    rows.page(title_fr="Un", title_en="One", title_ar="واحد", review_by=today())
    states, due = morning.drawn(editor)
    assert [row.bar.value for row in states.rows] == [1, 0, 2]
    assert [row.bar.value for row in due.rows] == [1, 0, 0, 0, 0, 0]
    assert morning.drawn(rows.user()) == []


def test_the_way_to_the_desk_is_on_every_page_of_the_admin(desk):
    for page in ("/ar/admin/", "/ar/admin/portal/page/", "/ar/desk/"):
        assert '<a class="to-desk" href="/ar/desk/"' in desk.get(page).content.decode()


def test_a_tab_is_there_only_for_a_page_that_exists(desk):
    page = desk.get(ADDRESS).content.decode()
    tabs = page.partition('<nav class="desk-tabs"')[2].partition("</nav>")[0]
    assert tabs.count('aria-current="page"') == 1
    assert 'href=""' not in tabs
