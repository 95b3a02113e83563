"""Two people at rows without versions: rooms and hours inside a point, a headcount."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils.translation import override

from core.models import Source
from sessions_app.models import OpeningHours, Room
from tests import rows
from tests.foras.document import Document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
BY_ANOTHER = "Somebody else has made this “%s” since you opened the page. Save again to have yours."


def path(row):
    with override("en"):
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def sent(answer) -> dict[str, list[str]]:
    """What a browser would send back of the form in `answer`, nothing touched."""
    found = {}
    page = Document(answer.content.decode())
    (form,) = (form for form in page.all("form") if form.get("id", "").endswith("_form"))
    for box in form.iter():
        if (name := box.get("name")) and "__prefix__" not in name and (value := _value(box)):
            found.setdefault(name, []).extend(value)
    return found


def _value(box) -> list[str]:
    if box.tag == "textarea":
        return [(box.text or "").removeprefix("\n")]
    if box.tag == "select":
        return [option.get("value") for option in box.iter("option") if option.get("selected") is not None]
    if box.get("type") in ("checkbox", "radio"):
        return [box.get("value", "on")] if box.get("checked") is not None else []
    return [] if box.get("type") in ("submit", "file") else [box.get("value", "")]


def faults(answer) -> list[str]:
    formsets = answer.context["inline_admin_formsets"]
    inside = [error for s in formsets for errors in s.formset.errors for found in errors.values() for error in found]
    return [*inside, *(error for s in formsets for error in s.formset.non_form_errors())]


def rooms() -> list[tuple[str, int]]:
    return list(Room.objects.order_by("pk").values_list("name", "capacity"))


def test_alone_one_saves_a_row_as_ever(desk, point):
    form = sent(desk.get(path(point))) | {"rooms-0-capacity": "14"}
    assert desk.post(path(point), form).status_code == 302
    assert rooms() == [("Salle A", 14), ("Salle B", 20)]


def test_more_rows_than_a_record_has_are_refused_and_not_made(desk, point):
    refused = desk.post(path(point), sent(desk.get(path(point))) | {"rooms-TOTAL_FORMS": "1000000000"})
    assert faults(refused) == ["Please submit at most 300 forms."]
    (found,) = (s.formset for s in refused.context["inline_admin_formsets"] if s.formset.model is Room)
    assert (len(found.forms), rooms()) == (300, [("Salle A", 12), ("Salle B", 20)])


def test_a_row_nobody_here_touched_stays_as_the_other_left_it(desk, colleague, point):
    mine, theirs = sent(desk.get(path(point))), sent(colleague.get(path(point)))
    colleague.post(path(point), theirs | {"rooms-0-capacity": "10", "opening_hours-0-closes": "11:30"})
    assert desk.post(path(point), mine | {"rooms-1-capacity": "25"}).status_code == 302
    assert rooms() == [("Salle A", 10), ("Salle B", 25)]
    assert OpeningHours.objects.get().closes == time(11, 30)


def test_of_a_row_that_both_touched_what_only_the_other_changed_stays(desk, colleague, point):
    mine, theirs = sent(desk.get(path(point))), sent(colleague.get(path(point)))
    colleague.post(path(point), theirs | {"rooms-0-capacity": "10"})
    assert desk.post(path(point), mine | {"rooms-0-name": "Grande salle"}).status_code == 302
    assert rooms() == [("Grande salle", 10), ("Salle B", 20)]


def test_what_both_changed_is_refused_once_with_the_value_of_the_other(desk, colleague, point):
    mine, theirs = sent(desk.get(path(point))), sent(colleague.get(path(point)))
    colleague.post(path(point), theirs | {"rooms-0-capacity": "10"})
    refused = desk.post(path(point), mine | {"rooms-0-capacity": "16", "rooms-1-name": "Petite salle"})
    assert faults(refused) == [BY_ANOTHER % 10]
    assert rooms() == [("Salle A", 10), ("Salle B", 20)]
    again = sent(refused)
    assert (again["rooms-0-capacity"], again["rooms-1-name"]) == (["16"], ["Petite salle"])
    assert desk.post(path(point), again).status_code == 302
    assert rooms() == [("Salle A", 16), ("Petite salle", 20)]


def test_what_both_changed_alike_is_no_conflict(desk, colleague, point):
    mine, theirs = sent(desk.get(path(point))), sent(colleague.get(path(point)))
    colleague.post(path(point), theirs | {"opening_hours-0-opens": "08:30"})
    assert desk.post(path(point), mine | {"opening_hours-0-opens": "08:30:00"}).status_code == 302
    assert OpeningHours.objects.get().opens == time(8, 30)


def test_a_row_that_somebody_else_has_changed_is_not_deleted_unseen(desk, colleague, point):
    mine, theirs = sent(desk.get(path(point))), sent(colleague.get(path(point)))
    colleague.post(path(point), theirs | {"rooms-1-name": "Salle Bintou"})
    refused = desk.post(path(point), mine | {"rooms-1-DELETE": "on"})
    text = "Somebody else has changed “%s” since you opened the page. Save again to delete it."
    assert faults(refused) == [text % Room.objects.get(name="Salle Bintou")]
    assert desk.post(path(point), sent(refused)).status_code == 302
    assert rooms() == [("Salle A", 12)]


def test_a_record_of_its_own_is_watched_as_well(desk, colleague):
    source = Source.objects.create(
        title="Annuaire", publisher="ONFP", url="https://example.org/a", accessed_on=date(2026, 11, 23)
    )
    mine, theirs = sent(desk.get(path(source))), sent(colleague.get(path(source)))
    colleague.post(path(source), theirs | {"title": "Annuaire 2026", "accessed_on": "24/11/2026"})
    refused = desk.post(path(source), mine | {"title": "Annuaire des formations", "publisher": "ONFP Dakar"})
    assert refused.context["adminform"].form.errors == {"title": [BY_ANOTHER % "Annuaire 2026"]}
    assert desk.post(path(source), sent(refused)).status_code == 302
    source.refresh_from_db()
    assert (source.title, source.publisher) == ("Annuaire des formations", "ONFP Dakar")
    assert source.accessed_on == date(2026, 11, 24)


def test_boxes_that_say_nothing_of_what_they_said_are_saved(desk, point):
    form = {name: value for name, value in sent(desk.get(path(point))).items() if not name.startswith("initial-")}
    assert desk.post(path(point), form | {"rooms-0-capacity": "9"}).status_code == 302
    assert rooms() == [("Salle A", 9), ("Salle B", 20)]


# A row that came meanwhile
ADDED = (
    "Somebody else has added a row since you opened the page. Empty this row, or tick “Delete”, and save: your other"
    " changes are kept."
)


def test_a_second_room_of_one_name_is_told_whose_it_is_and_left_out_when_emptied(desk, colleague, point):
    form = sent(desk.get(path(point)))
    new = form | {"rooms-TOTAL_FORMS": "3", "rooms-2-name": "Salle C", "rooms-2-capacity": "8"}
    new |= {"initial-rooms-2-name": "", "initial-rooms-2-capacity": ""}  # as the template of a new row has them
    assert colleague.post(path(point), new).status_code == 302
    refused = desk.post(path(point), new | {"rooms-2-capacity": "9", "rooms-0-capacity": "13"})
    assert faults(refused) == ["This point has a room of this name already.", ADDED]
    emptied = sent(refused) | {"rooms-2-name": "", "rooms-2-capacity": ""}
    assert desk.post(path(point), emptied).status_code == 302
    assert rooms() == [("Salle A", 13), ("Salle B", 20), ("Salle C", 8)]


def test_a_second_text_in_one_language_is_refused_in_words(desk, colleague):
    story = rows.story(state="draft")
    form = sent(desk.get(path(story)))
    new = {"subtitles-TOTAL_FORMS": "1", "subtitles-0-language": "fr"}
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
    answers = [
        browser.post(path(story), form | new | {"subtitles-0-webvtt": f"{text}{words}\n"})
        for browser, words in ((colleague, "La sienne"), (desk, "La mienne"))
    ]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert faults(answers[1]) == ["There are subtitles in this language already.", ADDED]
    assert story.subtitles.get().webvtt.endswith("La sienne\n")
    assert sent(answers[1])["subtitles-0-webvtt"] == [f"{text}La mienne\n"]
