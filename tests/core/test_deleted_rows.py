"""A row that somebody else has deleted since the page was opened: told, and nothing that was typed is lost."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from countries.models import Topic
from sessions_app.models import Absence, OpeningHours, Room
from testimonies import posters
from tests import rows
from tests.core.test_editing_rows import faults, path, rooms, sent
from tests.core.test_history_admin import said
from tests.desk.people import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
AGAIN = (
    "Somebody else has deleted “%s” since you opened the page. What you typed stands here as a new row: save again to"
    " have it, or empty the row to leave it out."
)
FILE_AGAIN = "The file you had chosen must be chosen again."
SUBTITLES = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n%s\n"


def counted(form) -> tuple[list[str], list[str]]:
    return form["rooms-INITIAL_FORMS"], form["rooms-TOTAL_FORMS"]


def test_a_row_nobody_here_touched_is_simply_gone(desk, point):
    mine = sent(desk.get(path(point)))
    Room.objects.filter(name="Salle A").delete()
    OpeningHours.objects.all().delete()
    assert desk.post(path(point), mine | {"rooms-1-capacity": "25"}).status_code == 302
    assert (rooms(), OpeningHours.objects.count()) == ([("Salle B", 25)], 0)


def test_one_that_both_deleted_is_gone_too(desk, point):
    mine = sent(desk.get(path(point)))
    Room.objects.filter(name="Salle A").delete()
    assert desk.post(path(point), mine | {"rooms-0-capacity": "9", "rooms-0-DELETE": "on"}).status_code == 302
    assert rooms() == [("Salle B", 20)]


def test_what_was_typed_in_it_comes_back_as_a_new_row(desk, colleague, point):
    mine, theirs = sent(desk.get(path(point))), sent(colleague.get(path(point)))
    assert colleague.post(path(point), theirs | {"rooms-0-DELETE": "on"}).status_code == 302
    typed = {"rooms-0-capacity": "14", "rooms-1-capacity": "25", "phone": "+212 5 00 00 00 00"}
    refused = desk.post(path(point), mine | typed)
    assert (refused.status_code, faults(refused), rooms()) == (200, [AGAIN % "Salle A"], [("Salle B", 20)])
    again = sent(refused)
    assert counted(again) == (["1"], ["2"])
    assert [again[f"rooms-{n}-{name}"] for n in (0, 1) for name in ("name", "capacity", "id")] == [
        ["Salle B"], ["25"], [str(Room.objects.get().pk)], ["Salle A"], ["14"], [""],
    ]  # fmt: skip
    assert again["phone"] == ["+212 5 00 00 00 00"]
    assert desk.post(path(point), again).status_code == 302
    assert rooms() == [("Salle B", 25), ("Salle A", 14)]


def test_where_such_a_row_is_there_again_it_is_not_told_to_save_it_again(desk, point):
    mine = sent(desk.get(path(point)))
    Room.objects.filter(name="Salle A").delete()
    Room.objects.create(point=point, name="Salle A", capacity=30)
    refused = desk.post(path(point), mine | {"rooms-0-capacity": "14", "rooms-1-capacity": "25"})
    assert faults(refused) == [
        "Somebody else has deleted “Salle A” since you opened the page, and such a row has been added again. Empty this"
        " row and save: your other changes are kept."
    ]
    emptied = sent(refused) | {"rooms-1-name": "", "rooms-1-capacity": ""}
    assert desk.post(path(point), emptied).status_code == 302
    assert sorted(rooms()) == [("Salle A", 30), ("Salle B", 25)]


def test_emptied_it_is_left_out(desk, point):
    mine = sent(desk.get(path(point)))
    Room.objects.filter(name="Salle A").delete()
    again = sent(desk.post(path(point), mine | {"rooms-0-capacity": "14"}))
    assert desk.post(path(point), again | {"rooms-1-name": "", "rooms-1-capacity": ""}).status_code == 302
    assert rooms() == [("Salle B", 20)]


def test_what_is_wrong_in_it_is_said_beside_it(desk, point):
    mine = sent(desk.get(path(point)))
    Room.objects.filter(name="Salle B").delete()
    refused = desk.post(path(point), mine | {"rooms-1-capacity": "beaucoup"})
    assert sorted(faults(refused)) == ["Enter a whole number.", AGAIN % "Salle B"]
    assert sent(refused)["rooms-1-capacity"] == ["beaucoup"]


def test_it_stands_before_a_new_row_and_both_are_saved(desk):
    person = rows.facilitator(name="Awa")
    absence = Absence.objects.create(facilitator=person, first_day=date(2026, 12, 1), last_day=date(2026, 12, 2))
    mine = sent(desk.get(path(person)))
    absence.delete()
    new = {"absences-1-first_day": "2026-12-24", "absences-1-last_day": "2026-12-26"}
    refused = desk.post(path(person), mine | {"absences-0-last_day": "2026-12-05"} | new)
    assert len(faults(refused)) == 1
    assert desk.post(path(person), sent(refused)).status_code == 302
    assert list(Absence.objects.values_list("first_day", "last_day").order_by("first_day")) == [
        (date(2026, 12, 1), date(2026, 12, 5)), (date(2026, 12, 24), date(2026, 12, 26)),
    ]  # fmt: skip


def test_a_row_that_moved_elsewhere_is_not_taken_from_there(desk, point):
    mine = sent(desk.get(path(point)))
    other = rows.point(state="draft")
    Room.objects.filter(name="Salle A").update(point=other)
    refused = desk.post(path(point), mine | {"rooms-0-capacity": "14"})
    assert faults(refused) == [AGAIN % "Salle A"]
    assert desk.post(path(point), sent(refused)).status_code == 302
    assert list(Room.objects.order_by("pk").values_list("name", "capacity", "point")) == [
        ("Salle A", 12, other.pk), ("Salle B", 20, point.pk), ("Salle A", 14, point.pk),
    ]  # fmt: skip


def test_each_row_has_its_own_name_though_one_came_meanwhile(desk, point):
    mine = sent(desk.get(path(point)))
    Room.objects.filter(name="Salle A").delete()
    Room.objects.create(point=point, name="Auditorium", capacity=50)
    refused = desk.post(path(point), mine | {"rooms-0-capacity": "14"})
    (shown,) = [s for s in refused.context["inline_admin_formsets"] if s.formset.prefix == "rooms"]
    assert [str(form.original) for form in shown if form.original] == ["Salle B"]


def test_who_may_not_add_rows_gets_the_words(point):
    someone = rows.user()
    kept = ("change_orientationpoint", "view_orientationpoint", "change_room", "view_room", "manage_all_points",
            "publish_content", "change_whole_texts", "change_all_countries")  # fmt: skip
    someone.user_permissions.add(*Permission.objects.filter(codename__in=kept))
    inside = browser(someone)
    mine = sent(inside.get(path(point)))
    Room.objects.filter(name="Salle A").delete()
    refused = inside.post(path(point), mine | {"rooms-0-capacity": "14", "rooms-0-name": "Grande salle"})
    assert faults(refused) == [
        "Somebody else has deleted “Salle A” since you opened the page, and you may not add it again. Copy what you"
        " typed: Name: Grande salle; Capacity: 14"
    ]
    assert inside.post(path(point), sent(refused)).status_code == 302
    assert rooms() == [("Salle B", 20)]


def test_keys_that_are_none_are_refused_as_ever(desk, point):
    mine = sent(desk.get(path(point)))
    for key in ("x", ""):
        assert desk.post(path(point), mine | {"rooms-0-id": key}).status_code == 200
    absurd = {"rooms-TOTAL_FORMS": "999999999", "rooms-INITIAL_FORMS": "999999999"}
    assert desk.post(path(point), mine | absurd).status_code == 200
    assert desk.post(path(point), mine | {"rooms-TOTAL_FORMS": "x"}).status_code == 200
    assert rooms() == [("Salle A", 12), ("Salle B", 20)]


# Of a story


def test_words_over_the_picture_come_back_and_a_file_must_be_chosen_again(desk):
    story = rows.story(state="draft")
    story.subtitles.create(language="fr", webvtt=SUBTITLES % "Avant")
    mine = sent(desk.get(path(story)))
    story.subtitles.all().delete()
    refused = desk.post(path(story), mine | {"subtitles-0-webvtt": SUBTITLES % "Après"})
    assert faults(refused) == [AGAIN % f"{story} [fr]"]
    assert desk.post(path(story), sent(refused)).status_code == 302
    mine = sent(desk.get(path(story)))
    story.subtitles.all().delete()
    file = SimpleUploadedFile("mots.vtt", (SUBTITLES % "Du fichier").encode())
    refused = desk.post(path(story), mine | {"subtitles-0-file": file})
    assert faults(refused) == [AGAIN % f"{story} [fr]", FILE_AGAIN]
    assert sent(refused)["subtitles-0-webvtt"] == [SUBTITLES % "Après"]


def test_a_poster_that_somebody_else_replaced_keeps_nobody_from_saving(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    story = rows.story(state="draft", identity=4)
    posters.store(story, Image.new("RGB", (640, 360)), uploaded=True)
    mine = sent(desk.get(path(story)))
    posters.store(story, Image.new("RGB", (640, 480)), uploaded=True)
    assert desk.post(path(story), mine | {"title_fr": "Autre"}).status_code == 302
    story.refresh_from_db()
    assert (story.title_fr, story.posters.count()) == ("Autre", 4)


# In a list


def listed(desk) -> dict[str, list[str]]:
    answer = desk.get("/en/admin/countries/topic/")
    formset = answer.context["cl"].formset
    boxes = [box for form in (formset.management_form, *formset.forms) for box in form]
    found = {box.html_name: str(box.value() if box.value() is not None else "") for box in boxes}
    hidden = {box.html_initial_name: found[box.html_name] for box in boxes if box.field.show_hidden_initial}
    return found | hidden | {"_save": "Save"}


def test_the_rest_of_a_list_is_saved_and_what_was_typed_is_said(desk):
    for number, slug in enumerate("abc"):
        rows.topic(slug=slug, position=number)
    mine = listed(desk)
    Topic.objects.get(slug="b").delete()
    typed = {"form-0-position": "5", "form-1-position": "7"}
    answer = desk.post("/en/admin/countries/topic/", mine | typed, follow=True)
    assert said(answer)[0] == (
        "Somebody else has deleted a row of this list since you opened it. You had typed in it: Position: 7"
    )
    assert list(Topic.objects.order_by("pk").values_list("slug", "position")) == [("a", 5), ("c", 2)]
    assert answer.redirect_chain != []


def test_refused_boxes_stand_beside_their_rows(desk):
    for number, slug in enumerate("abc"):
        rows.topic(slug=slug, position=number)
    mine = listed(desk)
    Topic.objects.filter(slug="c").update(position=0)
    Topic.objects.filter(slug="a").update(position=9)
    answer = desk.post("/en/admin/countries/topic/", mine | {"form-1-position": "x"})
    found = answer.context["cl"]
    assert [row.slug for row in found.result_list] == [form.instance.slug for form in found.formset] == ["a", "b", "c"]
