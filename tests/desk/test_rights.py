"""People at the desk: who gives whom which rights, and that it is written down."""

import pytest
from django.contrib.auth.forms import SetUnusablePasswordMixin
from django.contrib.auth.models import Group, Permission, User
from django.utils.translation import gettext, override

from core import audit
from core.models import AuditEntry, Limits
from desk import rights, second_factor
from tests import rows
from tests.core.test_admin import column, tree_of
from tests.desk.codes import equip
from tests.desk.people import browser, member
from tests.foras.document import texts_of

pytestmark = pytest.mark.django_db
USERS = "/en/admin/auth/user/"
PASSWORDS = dict.fromkeys(("password1", "password2"), "une longue phrase de passe")


@pytest.fixture
def boss():
    return member("Administrator")


@pytest.fixture
def office(boss):
    return browser(boss)


def form_of(user, **values) -> dict:
    form = {"username": user.username, "is_active": "on", "is_staff": "on", "date_joined_0": "2026-11-24"}
    inline = {"limits-TOTAL_FORMS": 1, "limits-INITIAL_FORMS": Limits.objects.filter(user=user).count()}
    if limits := Limits.objects.filter(user=user).first():
        inline |= {"limits-0-id": limits.pk}
    return form | inline | {"limits-0-user": user.pk} | values


def lines() -> list[tuple]:
    found = AuditEntry.objects.filter(action="permissions").order_by("pk")
    return [(entry.username, entry.label, entry.detail) for entry in found]


@pytest.mark.parametrize(
    ("group", "values", "sentences"),
    [
        ("Translator", {"is_staff": ""}, ["This person cannot sign in yet: tick “Staff status”."]),
        ("Translator", {}, ["No language is named: this person can read, but change nothing."]),
        ("Editor", {}, ["No country is named: this person can change nothing."]),
        ("Publisher", {}, []),
    ],
)
def test_what_an_account_lacks_is_said_when_it_is_saved(group, values, sentences, office):
    person = rows.user()
    form = form_of(person, groups=[Group.objects.get(name=group).pk], **values)
    answer = office.post(f"{USERS}{person.pk}/change/", form, follow=True)
    assert [str(message) for message in answer.context["messages"]][:-1] == sentences


def test_groups_are_called_in_the_language_of_the_desk(office):
    person = rows.user()
    field = office.get(f"/fr/admin/auth/user/{person.pk}/change/").context["adminform"].form.fields["groups"]
    assert sorted(name for _key, name in field.choices)[0] == "Administration"


def test_and_so_they_are_in_both_lists(desk):
    person = rows.user("Publisher")
    with override("fr"):
        names = [gettext(name) for name in Group.objects.order_by("name").values_list("name", flat=True)]
    cells = tree_of(desk.get("/fr/admin/auth/group/")).iterfind(".//th[@class='field-name_column']")
    assert ["".join(cell.itertext()) for cell in cells] == names
    found = desk.get(f"/fr/admin/auth/user/?groups__id__exact={Group.objects.get(name='Publisher').pk}")
    assert [str(row) for row in found.context["cl"].result_list] == [person.username]
    shown = [choice["display"] for choice in found.context["cl"].filter_specs[-1].choices(found.context["cl"])]
    assert sorted(shown[1:-1]) == sorted(names)  # between "all" and "none"


@pytest.mark.parametrize(("page", "box"), [("group", "permissions"), ("user", "user_permissions")])
def test_permissions_are_chosen_in_words(desk, editor, page, box):
    row = Group.objects.get(name="Publisher") if page == "group" else editor
    field = desk.get(f"/fr/admin/auth/{page}/{row.pk}/change/").context["adminform"].form.fields[box]
    shown = dict(field.choices)
    with override("fr"):
        wanted = {p.pk: f"\u2068{rights.permission_in_words(p.codename)}\u2069" for p in Permission.objects.all()}
    assert {value.value: words for value, words in shown.items()} == wanted
    assert wanted[Permission.objects.get(codename="add_country").pk] == "\u2068ajouter\u00a0: pays\u2069"


def test_of_a_password_only_is_said_whether_there_is_one(desk, editor):
    def said(person):
        box = tree_of(desk.get(f"{USERS}{person.pk}/change/")).find(".//div[@class='form-row field-password']")
        links = [link.get("href") for link in box.iter("a")]
        return texts_of(box.find(".//strong/..")), links

    without = rows.user()
    without.set_unusable_password()
    without.save()
    assert said(editor) == (["A password is set."], ["../password/"])
    assert said(without) == (["No password set."], ["../password/"])


def test_what_a_tick_does_to_a_password_is_said_in_the_language_of_the_page(desk, editor):
    form = desk.get(f"{USERS}{editor.pk}/password/").context["form"]
    assert form.fields["usable_password"].help_text == SetUnusablePasswordMixin.usable_password_help_text


def test_the_groups_are_there():
    wanted = {
        "Administrator", "Editor", "Programme manager", "Publisher", "Session coordinator", "Session manager",
        "Translator",
    }  # fmt: skip
    assert set(Group.objects.values_list("name", flat=True)) == wanted


def test_an_administrator_names_languages_and_countries(office, boss):
    person, mali = rows.user(), rows.country(slug="mali-a")
    translator = Group.objects.get(name="Translator")
    posted = {"groups": translator.pk, "limits-0-languages": ["ar", "en"], "limits-0-countries": mali.pk}
    assert office.post(f"{USERS}{person.pk}/change/", form_of(person, **posted)).status_code == 302
    limits = Limits.objects.get(user=person)
    assert (limits.language_codes, list(limits.countries.all())) == ({"ar", "en"}, [mali])
    changed = {"groups": ["Translator"], "languages": "en ar", "countries": ["mali-a"]}
    assert lines() == [(boss.username, person.username, changed)]


def test_a_save_without_a_change_writes_no_line(office):
    person = member("Translator", languages="ar")
    group = Group.objects.get(name="Translator").pk
    office.post(f"{USERS}{person.pk}/change/", form_of(person, groups=group, **{"limits-0-languages": "ar"}))
    assert lines() == []
    assert Limits.objects.get(user=person).languages == "ar"


def test_who_leaves_is_put_out_and_it_is_written_down(office, boss):
    person = rows.user()
    office.post(f"{USERS}{person.pk}/change/", form_of(person) | {"is_active": ""})
    assert lines() == [(boss.username, person.username, {"active": False})]


def test_a_new_account_is_a_line_too(office, boss):
    form = {
        "username": "nouvelle",
        "password1": "une longue phrase de passe",
        "password2": "une longue phrase de passe",
    }
    assert office.post(f"{USERS}add/", form | {"usable_password": "true"}).status_code == 302
    assert lines() == [(boss.username, "nouvelle", {"active": True})]


def test_a_password_that_is_set_for_somebody_is_a_line(office, boss):
    person = rows.user()
    form = {
        "password1": "une longue phrase de passe",
        "password2": "une longue phrase de passe",
        "usable_password": "true",
    }
    assert office.post(f"{USERS}{person.pk}/password/", form).status_code == 302
    assert lines() == [(boss.username, person.username, {"what": "password set"})]


def test_an_administrator_makes_no_superuser(office, boss):
    for person in (rows.user(), boss):
        group = Group.objects.get(name="Administrator").pk
        posted = form_of(person, is_superuser="on", user_permissions="1", groups=group)
        assert office.post(f"{USERS}{person.pk}/change/", posted).status_code == 302
    assert User.objects.filter(is_superuser=True).count() == 0
    assert not User.objects.filter(user_permissions__isnull=False).exists()


@pytest.mark.parametrize("address", ["{pk}/change/", "{pk}/password/", "{pk}/second-factor/", "{pk}/delete/"])
def test_nor_touches_one(office, editor, address):
    form = form_of(editor) | PASSWORDS
    assert office.post(USERS + address.format(pk=editor.pk), form).status_code == 403


def test_the_second_factor_of_somebody_is_removed_after_a_question(office, boss):
    person = member("Publisher")
    equip(person)
    address = f"{USERS}{person.pk}/second-factor/"
    assert office.get(address).status_code == 200
    assert second_factor.device_of(person) is not None
    assert office.post(address).status_code == 302
    assert second_factor.device_of(person) is None
    entry = AuditEntry.objects.filter(action="second_factor").first()
    assert (entry.username, entry.label, entry.detail) == (boss.username, person.username, {"what": "removed"})


def test_nobody_removes_their_own(office, boss):
    equip(boss)
    assert office.post(f"{USERS}{boss.pk}/second-factor/").status_code == 403
    assert second_factor.device_of(boss) is not None


def second_factor_box(browser, person) -> tuple[str, list[str]]:
    """The beginning of what the account says, and where it leads."""
    (box,) = (
        box
        for box in tree_of(browser.get(f"{USERS}{person.pk}/change/")).iter("div")
        if "second_factor_column" in (box.get("class") or "") and "form-row" in box.get("class")
    )
    (said,) = (part for part in box.iter("div") if "readonly" in (part.get("class") or ""))
    return " ".join(texts_of(said))[:18], [link.get("href") for link in said.iter("a")]


def test_removing_is_offered_only_where_it_is_allowed(office, boss, editor):
    person = member("Publisher")
    assert second_factor_box(office, person) == ("none", [])
    for one in (person, boss, editor):
        equip(one)
    assert second_factor_box(office, person) == ("set up · Remove …", [f"{USERS}{person.pk}/second-factor/"])
    kept = ("set up · Nobody re", ["/en/desk/second-factor/"])
    assert [second_factor_box(office, one) for one in (boss, editor)] == [kept, kept]  # one's own, a superuser's


def test_what_a_group_may_do_is_a_line(desk, editor):
    group = Group.objects.get(name="Programme manager")
    permission = group.permissions.get()
    desk.post(f"/en/admin/auth/group/{group.pk}/change/", {"name": group.name})
    detail = {"given": [], "taken": [permission.codename]}
    assert lines() == [(editor.username, group.name, detail)]


def test_rights_are_read_in_words_and_kept_as_codes(desk):
    group = Group.objects.create(name="Aides")
    wanted = Permission.objects.filter(codename__in=["change_country", "publish_content", "manage_all_points"])
    group.permissions.set(wanted)
    desk.post(f"/fr/admin/auth/group/{group.pk}/change/", {"name": group.name})
    assert lines()[0][2]["taken"] == ["change_country", "manage_all_points", "publish_content"]
    assert "change_country" not in desk.get("/fr/admin/core/auditentry/").content.decode()


def test_a_group_is_named_in_the_language_of_who_reads_the_log(desk):
    group = Group.objects.get(name="Session coordinator")
    audit.record(None, "permissions", group)
    with override("fr"):
        name = gettext("Session coordinator")
    assert name != group.name
    assert column(desk.get("/fr/admin/core/auditentry/"), "what") == [f"{name} groupe {group.pk}"]


@pytest.mark.parametrize(
    ("codename", "words"),
    [
        ("change_country", "change: country"),
        ("view_session", "view: session"),  # of the programme, not Django's
        ("delete_auditentry", "delete: entry of the audit log"),
        ("view_historicalcountry", "view: country (history)"),
        ("publish_content", "Can publish texts and take them down"),
        ("manage_all_points", "Can manage the sessions of all orientation points"),
        ("change_nothing_any_more", "change_nothing_any_more"),
        ("odd", "odd"),
        ("", ""),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_permission_has_a_name(codename, words):
    assert rights.permission_in_words(codename) == words
    assert rights.words("given", [codename, "add_topic"]) == f"given: {words}, add: topic"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("language", "ar", "langue\u00a0: العربية"),
        ("format", "xlf", "format\u00a0: XLIFF"),
        ("format", "xlsx", "format\u00a0: XLSX"),
        ("months", "202607-202612", "mois\u00a0: 07/2026–12/2026"),
        ("second_factor", False, "second facteur\u00a0: non"),
        ("texts", 14, "textes\u00a0: 14"),
        ("what", "password set", "mot de passe défini"),
    ],
)
def test_a_detail_is_read_in_words(name, value, words):
    with override("fr"):
        assert rights.words(name, value) == words


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_who_may_only_read_a_group_reads_it_in_words(boss, office, language):
    group = Group.objects.get(name="Programme manager")
    page = tree_of(office.get(f"/{language}/admin/auth/group/{group.pk}/change/"))
    with override(language):
        named, permission = gettext("Programme manager"), rights.permission_in_words(group.permissions.get().codename)
    said = [texts_of(box) for box in page.iter("div") if box.get("class") == "readonly"]
    assert said == [[named], [permission]]


def test_whose_point_somebody_coordinates_is_a_line(desk, editor):
    person, point = rows.user("Session coordinator"), rows.point()
    desk.post("/en/admin/sessions_app/coordinator/add/", {"user": person.pk, "point": point.pk})
    assert lines() == [(editor.username, person.username, {"point": str(point)})]
