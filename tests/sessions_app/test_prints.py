"""The prints as poppler reads them. People look at the pictures; see CONTRIBUTING.md."""

import re
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import translation
from django.utils.translation import override

from core.paper import PaperError
from sessions_app import prints, release
from sessions_app.codes import is_valid
from sessions_app.models import Closure, OrientationPoint, Release, Session
from sessions_app.prints import versions, wording
from sessions_app.weeks import Week
from tests import pdf, rows

WEEK = Week(date(2026, 11, 23))
ORIGIN = "https://www.foras.ma"
LANGUAGES = ("fr", "en", "ar", "all")
HOURS = [(9, 0), (10, 0), (11, 0), (12, 0), (14, 0), (15, 0), (16, 0), (17, 0)]
HOSTILE = 'L’« art » "dit" #1 $x$ *gras* <b> & 🎉 ɓɔ حصة'
A4_LANDSCAPE = "841.89 x 595.276 pts (A4)"
A4 = "595.276 x 841.89 pts (A4)"


@pytest.fixture
def point(empty):
    return rows.point(name_fr="Point d’Oujda", city_fr="Oujda", slug="oujda", phone="+212 5 37 65 28 81")


def fill(point, count: int, days: int = 5) -> list[Session]:
    """`count` confirmed sessions, spread over the first `days` days of the week."""
    modules = [
        rows.module(title_fr="Séance de sensibilisation par pays", title_ar="حصة تحسيسية حسب البلد", icon="map"),
        rows.module(title_fr="Commercialisation", title_en="Commercialization", title_ar="التسويق والبيع"),
        rows.module(title_fr="Métiers de l’agriculture", title_ar="حرف الفلاحة"),
    ]
    sessions = []
    for n in range(count):
        hour, minute = HOURS[n // days % len(HOURS)]
        times = {"starts": time(hour, minute), "ends": time(hour, minute + 50)}
        day = WEEK.monday + timedelta(days=n % days)
        sessions.append(rows.session(module=modules[n % 3], room=rows.room(point=point), day=day, **times))
    return sessions


def released_poster(point, language: str = "fr") -> bytes:
    release.release(point, WEEK, None, "")
    return prints.poster(point, WEEK, language, origin=ORIGIN)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "days"), [(0, 5), (1, 5), (12, 5), (12, 1), (40, 5), (40, 7)])
def test_poster_is_one_light_page_however_full_the_week(point, language, count, days):
    fill(point, count, days)
    content = released_poster(point, language)
    assert (pdf.pages(content), pdf.info(content)["Page size"]) == (1, A4_LANDSCAPE)
    assert len(content) < 150_000
    assert pdf.is_accessible(content)
    assert pdf.language(content) == ("fr" if language == "all" else language)
    assert {(embedded, cut) for _, embedded, cut in pdf.fonts(content)} == {("yes", "yes")}


@pytest.mark.parametrize("count", [1, 12, 40])
def test_every_session_stands_within_the_margins_and_above_the_footer(point, count):
    fill(point, count)
    found = pdf.words(released_poster(point))
    starts = [word for word in found if word[0] in {f"{hour:02d}:{minute:02d}" for hour, minute in HOURS}]
    phone_top = next(top for word, _, top, _, _ in found if word == "+212")
    assert len(starts) == count
    assert all(bottom < phone_top for *_, bottom in starts)
    assert min(left for _, left, *_ in found) > 11.5
    assert max(right for *_, right, _ in found) < 297 - 11.5


def test_hours_are_readable_at_two_metres_when_there_are_twelve(point):
    """A letter 7 mm high is seen under 12 minutes of arc at two metres; 5 is what good eyes need."""
    fill(point, 12)
    starts = [word for word in pdf.words(released_poster(point)) if word[0] == "09:00"]
    heights = {round(bottom - top, 1) for _, _, top, _, bottom in starts}
    assert min(heights) > 9.5  # the line; its figures take 0.71 of it


@time_machine.travel("2026-11-12 09:00:00+00:00", tick=False)
def test_poster_says_its_place_version_and_validity(point):
    fill(point, 2)
    text = pdf.text(released_poster(point))
    for words in (
        "Point d’Oujda",
        "lundi 23 novembre",
        "+212 5 37 65 28 81",
        "www.foras.ma/fr/sessions/oujda/2026-W48",
    ):
        assert words in text
    assert "version 1 · 12 novembre 2026 · " in text


def test_poster_prints_the_release_and_not_what_came_after(point):
    (session,) = fill(point, 1)
    release.release(point, WEEK, None, "")
    before = prints.poster(point, WEEK, "fr")
    session.starts = time(9, 10)
    session.save()
    assert prints.poster(point, WEEK, "fr") == before
    assert "09:10" in pdf.text(prints.draft_poster(point, WEEK, "fr"))


def test_the_poster_of_a_release_stays_the_same_whatever_changes_around_its_sessions(point):
    moved, target = fill(point, 1)[0], rows.session(room=rows.room(point=point), day="2026-12-01")
    Session.objects.filter(pk=moved.pk).update(status="moved", reason_fr="grève", moved_to=target)
    released = release.release(point, WEEK, None, "")
    before = prints.poster(point, WEEK, "fr")
    assert release.is_framed_as_now(released)
    OrientationPoint.objects.filter(pk=point.pk).update(name_fr="Autre", address_fr="Rue Neuve", phone="0500000000")
    Closure.objects.create(name_fr="Travaux", first_day=date(2026, 11, 27), last_day=date(2026, 11, 27))
    Session.objects.filter(pk=target.pk).update(day=date(2026, 12, 3))
    point.refresh_from_db()
    assert prints.poster(point, WEEK, "fr") == before
    now = pdf.text(prints.draft_poster(point, WEEK, "fr"))
    assert all(words in now for words in ("Autre", "Rue Neuve", "0500000000", "Travaux", "jeudi 3 décembre"))
    released.point.refresh_from_db()
    assert not release.is_framed_as_now(released)


def test_a_release_of_before_the_frame_was_kept_still_prints(point):
    fill(point, 1)
    released = release.release(point, WEEK, None, "")
    Release.objects.filter(pk=released.pk).update(frame={})
    assert "Point d’Oujda" in pdf.text(prints.poster(point, WEEK, "fr"))
    assert release.is_framed_as_now(Release.objects.get())


def test_an_icon_that_is_gone_is_told_in_words(point):
    fill(point, 1)
    released = release.release(point, WEEK, None, "")
    released.content[0]["icon"] = "no-such-icon"
    released.save()
    with pytest.raises(PaperError, match="no-such-icon"):
        prints.poster(point, WEEK, "fr")


@pytest.mark.parametrize("language", ["fr", "ar"])
@time_machine.travel("2026-11-12 09:00:00+00:00", tick=False)
def test_sheets_say_which_version_they_go_with_and_when_they_were_printed(point, language):
    session = rows.session(room=rows.room(point=point), seats=4)
    facilitator = rows.facilitator()
    session.facilitators.add(facilitator)
    with translation.override(language):
        none, printed = versions.of_week(point, WEEK), versions.printed_today()

    def sheets():
        made = prints.sign_in_sheet, prints.slips, prints.door_sign
        weekly = prints.facilitator_week(facilitator, WEEK, language)
        return [pdf.text(content) for content in (*(make(session, language) for make in made), weekly)]

    assert [[all_of(words, text) for words in (none, printed)] for text in sheets()] == [[True, True]] * 4
    released = release.release(point, WEEK, None, "")
    with translation.override(language):
        version = versions.numbered(released)
    assert [all_of(version, text) for text in sheets()] == [True] * 4


def all_of(words: str, text: str) -> bool:
    """Every word, in whatever order poppler reads a line of Arabic with numbers, and the letters of lam-alef."""
    sought, found = ({"".join(sorted(word)) for word in re.findall(r"\w+", said)} for said in (words, text))
    return sought <= found


def test_a_week_that_is_not_released_has_no_poster(point):
    fill(point, 1)
    with pytest.raises(Release.DoesNotExist):
        prints.poster(point, WEEK, "fr")


def test_a_draft_is_on_the_draft_poster_only(point):
    rows.session(module=rows.module(title_fr="Secret"), room=rows.room(point=point), status="draft")
    assert "Secret" not in pdf.text(released_poster(point))
    assert "Secret" in pdf.text(prints.draft_poster(point, WEEK, "fr"))


def test_a_closed_day_says_so_although_sessions_stand_on_it(point):
    rows.session(room=rows.room(point=point), status="draft")
    Closure.objects.create(name_fr="Grève", first_day="2026-11-24", last_day="2026-11-24")
    assert pdf.text(prints.draft_poster(point, WEEK, "fr")).count("Grève") == 1


def test_cancelled_and_moved_sessions_stay_with_their_reason_and_new_date(point):
    first, second, third, _ = fill(point, 4)
    Session.objects.filter(pk=first.pk).update(status="cancelled", reason_fr="salle inondée")
    Session.objects.filter(pk=second.pk).update(status="moved", reason_fr="grève", moved_to=third)
    text = pdf.text(released_poster(point))
    assert text.count("salle inondée") == 1
    assert "mercredi 25 novembre, 09:00" in text
    assert "grève" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_titles_print_as_typed(point, language):
    rows.session(module=rows.module(title_fr=HOSTILE), room=rows.room(point=point, name="#salle *1* <i>"))
    text = pdf.text(released_poster(point, language))
    latin = HOSTILE.removesuffix(" حصة")  # poppler gives Arabic beside Latin in its own order
    assert "".join(latin.split()) in "".join(text.split())
    assert "#salle*1*<i>" in "".join(text.split())


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_times_and_phone_numbers_are_not_turned_round(point, language):
    """Read from left to right on the page, in Arabic too: the start stands before the end, +212 at the left."""
    fill(point, 40)
    found = pdf.words(released_poster(point, language))
    start = next(word for word in found if word[0] == "09:00")
    end = min(
        (word for word in found if word[0] == "09:50"),
        key=lambda word: abs(word[1] - start[1]) + abs(word[2] - start[2]),
    )
    assert start[1] < end[1]
    lefts = [next(word[1] for word in found if word[0] == part) for part in ("+212", "37", "65", "28", "81")]
    assert lefts == sorted(lefts)


def test_arabic_days_start_at_the_right(point):
    fill(point, 5)
    lefts = {}
    for word, left, *_ in pdf.words(released_poster(point, "ar")):
        if word in ("23", "24", "25", "26", "27"):
            lefts.setdefault(word, left)
    assert [day for day, _ in sorted(lefts.items(), key=lambda item: -item[1])] == ["23", "24", "25", "26", "27"]


def test_languages_stand_once_on_a_poster_in_three(point):
    rows.session(room=rows.room(point=point), languages="fr ar wo")
    text = pdf.text(released_poster(point, "all"))
    assert [text.count("français"), text.count("العربية")] == [1, 1]


def test_a_list_in_a_list_runs_from_the_right_in_arabic():
    with override("ar"):
        inner = wording.listed(["الفرنسية", "العربية"])
        assert inner.startswith("\u200f") and "\u00a0· " in inner
    with override("fr"):
        assert wording.listed(["a", "", "b"]) == "\u2068a\u2069\u00a0· \u2068b\u2069"


def test_all_three_languages_on_one_poster(point):
    fill(point, 2)
    text = pdf.text(released_poster(point, "all"))
    for words in ("lundi", "Monday", "Commercialisation", "Commercialization", "التسويق"):
        assert words in text


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_sign_in_sheet(point, language):
    session = rows.session(room=rows.room(point=point), starts=time(9), ends=time(16), seats=25)
    content = prints.sign_in_sheet(session, language)
    pages = pdf.pages(content)
    assert (pages, pdf.info(content)["Page size"], pdf.is_accessible(content)) == (2, A4, True)
    text = pdf.text(content)
    assert text.count(session.code) == 2 * pages  # at the head and at the foot of each
    assert [f"{n}/{pages}" in text for n in (1, 2, 3)] == [True, True, False]


def test_rows_of_the_sign_in_sheet_are_numbered_and_high_enough_for_a_thumb(point):
    session = rows.session(room=rows.room(point=point), starts=time(9), ends=time(16), seats=25)
    content = prints.sign_in_sheet(session, "fr")
    numbers = []
    for page in range(1, pdf.pages(content) + 1):
        column = [(int(word), top) for word, left, top, *_ in pdf.words(content, page) if word.isdigit() and left < 21]
        gaps = [below - above for (_, above), (_, below) in pairwise(column)]
        assert min(gaps) >= 11
        numbers += [number for number, _ in column]
    assert numbers == list(range(1, 25 + 3 + 1))


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("seats", "expected"), [(15, [18]), (1, [4]), (22, [13, 12]), (40, [15, 14, 14])])
def test_rows_of_the_sign_in_sheet_fill_one_page_or_share_several_evenly(point, seats, expected, language):
    session = rows.session(
        room=rows.room(point=point, capacity=50), starts=time(9), ends=time(16), seats=seats, country=rows.country(),
        module=rows.module(usual_minutes=420), audience_note_fr="Pour toutes et tous",
    )  # fmt: skip
    session.facilitators.add(rows.facilitator(name="Awa Traoré"))
    content = prints.sign_in_sheet(session, language)
    found = []
    for page in range(1, pdf.pages(content) + 1):
        edge = {"fr": lambda left: left < 21, "ar": lambda left: left > 189}[language]
        tops = [top for word, left, top, *_ in pdf.words(content, page) if word.isdigit() and edge(left) and top > 40]
        assert min([below - above for above, below in pairwise(tops)], default=11) >= 10.99
        found.append(len(tops))
    assert found == expected


def test_sign_in_sheet_says_what_it_is_a_list_of(point):
    module = rows.module(title_fr=HOSTILE)
    cycle = rows.cycle(module=module, point=point, days=2)
    facilitator = rows.facilitator(name="Awa Traoré")
    for number in (1, 2):
        session = rows.session(
            module=module, room=rows.room(point=point, name=f"Salle {number}0"), cycle=cycle, day_number=number,
            day=date(2026, 11, 23 + number), starts=time(9), ends=time(16),
        )  # fmt: skip
    session.facilitators.add(facilitator)
    text = pdf.text(prints.sign_in_sheet(session, "fr"))
    for words in ("Point d’Oujda", "Salle 20", "mercredi 25 novembre 2026", "Awa Traoré", "24 novembre · 25 novembre"):
        assert words in text
    for hours in ("09:00 – 13:00", "13:00 – 16:00"):
        assert text.count(hours) == 2  # in the facts and over the signatures


def test_sign_in_sheet_of_a_session_that_breaks_a_rule_names_the_other_session(point):
    room = rows.room(point=point)
    facilitator = rows.facilitator(name="Awa Traoré")
    session = rows.session(room=room)
    session.facilitators.add(facilitator)
    quiet = pdf.text(prints.sign_in_sheet(session, "fr"))
    elsewhere = rows.point(city_fr="Rabat", name_fr="Point de Rabat")
    other = rows.session(module=rows.module(title_fr="Autre module"), room=rows.room(point=elsewhere))
    other.facilitators.add(facilitator)
    assert "Autre module" not in quiet
    Closure.objects.create(name_fr="Aïd", first_day=session.day, last_day=session.day, certain=False)
    assert "Aïd" not in pdf.text(prints.sign_in_sheet(session, "fr"))  # a warning breaks no rule
    assert "Autre module" in pdf.text(prints.sign_in_sheet(session, "fr"))


@pytest.mark.parametrize(("language", "seats", "pages"), [("fr", 15, 4), ("en", 1, 1), ("ar", 4, 1), ("all", 5, 2)])
def test_slips_four_to_a_page_one_for_each_seat(point, language, seats, pages):
    session = rows.session(room=rows.room(point=point), seats=seats)
    content = prints.slips(session, language)
    codes = [word for word in pdf.text(content).split() if word.startswith(f"{session.code}-")]
    assert (pdf.pages(content), pdf.info(content)["Page size"], pdf.is_accessible(content)) == (pages, A4, True)
    assert [code.split("-")[1] for code in codes] == [f"{n:02d}" for n in range(1, seats + 1)]
    assert all(is_valid(code) for code in codes)


def test_slips_do_not_run_into_one_another_however_long_the_words(point):
    module = rows.module(title_fr="Transformation et conservation des produits agricoles et de la pêche " * 2)
    session = rows.session(module=module, room=rows.room(point=point), seats=4, what_to_bring_fr="de quoi écrire " * 12)
    codes = [word for word in pdf.words(prints.slips(session, "all")) if word[0].startswith(f"{session.code}-")]
    bring = [word for word in pdf.words(prints.slips(session, "all")) if word[0] == "écrire"]
    assert len(codes) == 4 and len(bring) == 4 * 12
    assert max(bottom for *_, bottom in bring if bottom < 148.5) < min(top for _, _, top, *_ in codes)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_door_sign_and_certificates(point, language):
    session = rows.session(room=rows.room(point=point, name="Salle Atlas"), seats=3)
    door, certificates = prints.door_sign(session, language), prints.certificate(session, language)
    assert [pdf.pages(door), pdf.pages(certificates)] == [1, 3]
    assert {pdf.info(each)["Page size"] for each in (door, certificates)} == {A4_LANDSCAPE}
    assert pdf.is_accessible(door) and pdf.is_accessible(certificates)
    assert "Salle Atlas" in pdf.text(door)
    serials = [word for word in pdf.text(certificates).split() if word.startswith(f"{session.code}-")]
    assert len(set(serials)) == 3 and all(is_valid(serial) for serial in serials)


def test_certificate_of_a_cycle_counts_the_days_that_were_given(point):
    module = rows.module()
    cycle = rows.cycle(module=module, point=point, days=3)
    for number in (1, 2, 3):
        session = rows.session(
            module=module, room=rows.room(point=point), cycle=cycle, day_number=number,
            day=date(2026, 11, 23 + number), seats=1,
        )  # fmt: skip
    Session.objects.filter(cycle=cycle, day_number=2).update(status="cancelled", reason_fr="férié")
    text = pdf.text(prints.certificate(session, "fr"))
    assert "24 novembre · 26 novembre 2026" in text
    assert "25 novembre" not in text


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_facilitator_week(point, language):
    facilitator = rows.facilitator(name="Awa Traoré")
    here, elsewhere = rows.session(room=rows.room(point=point)), rows.session(day="2026-11-26")
    for session in (here, elsewhere, rows.session(day="2026-12-01")):
        session.facilitators.add(facilitator)
    content = prints.facilitator_week(facilitator, WEEK, language)
    text = pdf.text(content)
    assert (pdf.pages(content), pdf.is_accessible(content)) == (1, True)
    assert [code in text for code in (here.code, elsewhere.code)] == [True, True]
    own = pdf.text(prints.facilitator_week(facilitator, WEEK, language, point=point))
    assert [code in own for code in (here.code, elsewhere.code)] == [True, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_correction_strip_tells_what_changed(point, language):
    kept, cancelled, moved = fill(point, 3)
    release.release(point, WEEK, None, "")
    with pytest.raises(prints.NothingChanged):
        prints.correction_strip(point, WEEK, language)
    Session.objects.filter(pk=cancelled.pk).update(status="cancelled", reason_fr="salle inondée")
    Session.objects.filter(pk=moved.pk).update(starts=time(15, 10), ends=time(16, 20))
    content = prints.correction_strip(point, WEEK, language)
    text = pdf.text(content)
    assert (pdf.pages(content), pdf.is_accessible(content)) == (1, True)
    assert "salle inondée" in text and "15:10 – 16:20" in text and "09:00 – 09:50" in text
    assert kept.module.title_fr not in text
