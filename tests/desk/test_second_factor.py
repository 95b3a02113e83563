"""Who must give a code, which codes open the door, and how often."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import AuditEntry
from desk import second_factor
from tests.desk.codes import code_of, equip, sign_in
from tests.desk.people import member
from tests.foras.process import manage

pytestmark = pytest.mark.django_db
PASSWORD = "une longue phrase de passe"
DESK, DOOR, PAGE = "/en/admin/", "/en/admin/login/", "/en/desk/second-factor/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR = "publishers"


@pytest.fixture
def publisher():
    user = member("Publisher")
    user.set_password(PASSWORD)
    user.save()
    return user


def said() -> list[str]:
    return list(AuditEntry.objects.filter(action="second_factor").order_by("pk").values_list("detail__what", flat=True))


@pytest.mark.parametrize(
    ("group", "setting", "wanted"),
    [
        ("Publisher", "publishers", True),
        ("Administrator", "publishers", True),
        ("Translator", "publishers", False),
        ("Editor", "publishers", False),
        ("Session manager", "publishers", False),
        ("Translator", "all", True),
        ("Publisher", "none", False),
    ],
)
def test_of_whom_it_is_required(settings, group, setting, wanted):
    settings.SECOND_FACTOR = setting
    assert second_factor.is_required_of(member(group)) is wanted


def test_it_is_required_of_a_superuser(editor):
    assert second_factor.is_required_of(editor) is True


@pytest.mark.parametrize(("debug", "wanted"), [("0", "publishers"), ("1", "none")])
def test_the_default_is_to_require_it_but_while_developing(tmp_path, debug, wanted):
    shell = ["shell", "--no-imports", "-c", "from django.conf import settings; print(settings.SECOND_FACTOR)"]
    process = manage(*shell, DATA_DIR=tmp_path, DEBUG=debug, DJANGO_SETTINGS_MODULE="foras.settings")
    assert process.stdout.split() == [wanted]


def test_a_wrong_setting_is_one_line(tmp_path):
    process = manage("check", DATA_DIR=tmp_path, SECOND_FACTOR="sometimes", DJANGO_SETTINGS_MODULE="foras.settings")
    assert process.stderr.splitlines() == ["foras: SECOND_FACTOR must be publishers, all or none."]


def test_password_and_code_open_the_door(client, publisher):
    device, _codes = equip(publisher)
    answer = sign_in(client, publisher, PASSWORD, code_of(device))
    assert (answer.status_code, answer.url) == (302, DESK)
    assert client.get(DESK).status_code == 200


def test_an_arabic_keyboard_and_a_space_do_no_harm(client, publisher):
    device, _codes = equip(publisher)
    arabic = code_of(device).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert sign_in(client, publisher, PASSWORD, f"{arabic[:3]} {arabic[3:]}", language="ar").status_code == 302


@pytest.mark.parametrize("code", ["", "000000", "abcd efgh", "1" * 20, "¹²³"])
def test_without_the_right_code_it_stays_shut(client, publisher, code):
    equip(publisher)
    assert sign_in(client, publisher, PASSWORD, code).status_code == 200
    assert client.get(DESK).url.startswith(DOOR)


def test_a_code_opens_once(publisher):
    device, _codes = equip(publisher)
    code = code_of(device)
    answers = [sign_in(Client(), publisher, PASSWORD, code).status_code for _ in range(2)]
    assert answers == [302, 200]


def test_a_recovery_code_opens_once(publisher):
    _device, codes = equip(publisher)
    typed, browser = f"{codes[3][:4].upper()} {codes[3][4:]}", Client()
    answers = [sign_in(one, publisher, PASSWORD, typed).status_code for one in (browser, Client())]
    assert (answers, second_factor.codes_left(publisher)) == ([302, 200], 9)
    notice = "This recovery code is used up. 9 are left: you get new ones on the page of your second factor."
    assert [str(message) for message in browser.get(DESK).context["messages"]] == [notice]
    assert said() == ["set up", "recovery code used"]


def test_after_a_wrong_code_the_next_must_wait(publisher):
    device, _codes = equip(publisher)
    assert second_factor.verify(publisher, "000000") is None
    assert second_factor.verify(publisher, code_of(device)) is None


def test_the_wait_ends_although_somebody_went_on_trying(publisher):
    """Doubling for ever would lock the owner out for years."""
    device, _codes = equip(publisher)
    hours_ago = timezone.now() - timezone.timedelta(minutes=70)
    TOTPDevice.objects.update(throttling_failure_count=60, throttling_failure_timestamp=hours_ago)
    assert second_factor.verify(publisher, code_of(device)) == device


def test_wrong_codes_without_the_password_wear_nothing_out(client, publisher):
    device, _codes = equip(publisher)
    sign_in(client, publisher, "wrong", "000000")
    device.refresh_from_db()
    assert device.throttling_failure_count == 0


def test_wrong_name_wrong_password_and_wrong_code_read_the_same(publisher):
    equip(publisher)
    ghost = User(username="personne")
    tries = [
        (ghost, PASSWORD, ""),
        (publisher, "wrong", ""),
        (publisher, PASSWORD, "000000"),
        (publisher, PASSWORD, ""),
    ]
    pages = set()
    for user, password, code in tries:
        page = sign_in(Client(), user, password, code).content.decode()
        page = re.sub(r' value="[^"]*"', "", page.replace(user.username, "NAME"))
        pages.add(page.partition("csrfmiddlewaretoken")[0] + page.partition("id_password")[2].partition("csrf")[0])
    assert len(pages) == 1


def test_the_owner_of_a_device_is_asked_although_it_is_not_required(client):
    user = member("Translator", languages="ar")
    user.set_password(PASSWORD)
    user.save()
    device, _codes = equip(user)
    assert sign_in(client, user, PASSWORD).status_code == 200
    assert sign_in(Client(), user, PASSWORD, code_of(device)).status_code == 302


def test_who_knows_only_the_password_of_an_older_session_stays_outside(client, publisher):
    client.force_login(publisher)  # as before the second factor was set up
    equip(publisher)
    assert client.get(DESK).url.startswith(DOOR)
    assert client.get(PAGE).url.startswith(DOOR)


def test_when_it_is_removed_the_session_ends_and_does_not_set_up_another(client, publisher, editor):
    device, _codes = equip(publisher)
    sign_in(client, publisher, PASSWORD, code_of(device))
    assert second_factor.remove(publisher, editor) is True
    assert client.get(DESK).url.startswith(DOOR)
    assert client.get(PAGE).url.startswith(DOOR)
    assert sign_in(client, publisher, PASSWORD).status_code == 302
    assert client.get(DESK).url == PAGE


def test_the_command_resets_it(publisher, capsys):
    equip(publisher)
    call_command("reset_second_factor", publisher.username)
    assert capsys.readouterr().out == f"The second factor of “{publisher.username}” is removed.\n"
    assert second_factor.device_of(publisher) is None
    assert said() == ["set up", "removed"]
    for name, words in ((publisher.username, "has no second factor"), ("personne", "There is no account")):
        with pytest.raises(CommandError, match=words):
            call_command("reset_second_factor", name)
