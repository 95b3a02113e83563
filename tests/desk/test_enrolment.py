"""Setting up one's second factor, and what is seen of the desk before it is done: nothing."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from desk import second_factor
from tests.desk.codes import code_of, equip, sign_in
from tests.desk.people import browser, member

pytestmark = pytest.mark.django_db
PASSWORD = "une longue phrase de passe"
DESK, PAGE = "/en/admin/", "/en/desk/second-factor/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR = "publishers"


@pytest.fixture
def publisher():
    user = member("Publisher")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def inside(client, publisher):
    """Signed in by password, nothing set up yet."""
    assert sign_in(client, publisher, PASSWORD).status_code == 302
    return client


def pending() -> TOTPDevice:
    return TOTPDevice.objects.get(confirmed=False)


def codes_on(answer) -> list[str]:
    return re.findall(r"<code>([a-z2-7]{4} [a-z2-7]{4})</code>", answer.content.decode())


def test_every_page_leads_there_first(inside):
    with override("en"):
        addresses = [reverse(f"admin:{name}") for name in ("index", "countries_section_changelist", "password_change")]
        addresses.append(reverse("admin:countries_section_add"))
    for method in (inside.get, inside.post):
        answers = {address: method(address) for address in addresses}
        assert {(a.status_code, a.url) for a in answers.values()} == {(302, PAGE)}


def test_one_can_leave_instead(inside):
    assert inside.post("/en/admin/logout/").status_code == 200
    assert inside.get(PAGE).url.startswith("/en/admin/login/")


def test_the_page_shows_a_picture_the_key_and_keeps_nothing(inside, publisher):
    answer = inside.get(PAGE)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "'unsafe" not in answer.headers["Content-Security-Policy"] and 'style="' not in page
    assert page.count("<svg") >= 1 and answer.context["qr"].startswith("<svg")
    assert len(answer.context["secret"].replace(" ", "")) == 32 and answer.context["secret"] in page
    assert inside.get(PAGE).context["secret"] == answer.context["secret"]


def test_the_first_code_opens_the_desk_and_shows_ten_codes_once(inside, publisher):
    inside.get(PAGE)
    before = inside.session.session_key
    answer = inside.post(PAGE, {"code": code_of(pending())})
    codes = codes_on(answer)
    assert (answer.status_code, len(set(codes))) == (200, 10)
    assert inside.get(DESK).status_code == 200
    assert inside.session.session_key != before
    again = inside.get(PAGE)
    assert (codes_on(again), again.context["left"]) == ([], 10)


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "12"])
def test_a_wrong_first_code_is_refused_in_words_and_the_key_stays(inside, code):
    secret = inside.get(PAGE).context["secret"]
    answer = inside.post(PAGE, {"code": code})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["code"])
    assert answer.context["secret"] == secret
    assert inside.get(DESK).url == PAGE


def test_another_session_gets_another_key(inside, publisher):
    first = inside.get(PAGE).context["secret"]
    second = browser(publisher).get(PAGE).context["secret"]
    assert first != second
    assert TOTPDevice.objects.count() == 1


def test_who_need_not_may(client, django_assert_max_num_queries):
    translator = browser(member("Translator", languages="ar"))
    assert translator.get(DESK).status_code == 200
    assert translator.get(PAGE).context["required"] is False
    translator.post(PAGE, {"code": code_of(pending())})
    assert translator.get(DESK).status_code == 200


def test_new_codes_for_who_gives_a_code_of_the_application(client, publisher):
    device, former = equip(publisher)
    sign_in(client, publisher, PASSWORD, code_of(device))
    assert client.post(PAGE, {"code": former[0]}).context["form"].errors != {}
    StaticDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    device.refresh_from_db()
    codes = [code.replace(" ", "") for code in codes_on(client.post(PAGE, {"code": code_of(device, ahead=1)}))]
    assert len(codes) == 10 and not set(codes) & set(former)
    assert second_factor.verify(publisher, former[1]) is None
    StaticDevice.objects.update(throttling_failure_timestamp=timezone.now() - timezone.timedelta(minutes=1))
    assert second_factor.verify(publisher, codes[1]) is not None


def test_who_came_in_with_a_recovery_code_is_told_what_to_do(client, publisher):
    _device, codes = equip(publisher)
    sign_in(client, publisher, PASSWORD, codes[0])
    answer = client.get(PAGE)
    assert (answer.context["with_recovery_code"], answer.context["left"]) == (True, 9)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_it_stands_in_every_language(inside, language):
    answer = inside.get(f"/{language}/desk/second-factor/")
    assert f'lang="{language}"' in answer.content.decode()


def test_strangers_are_led_to_the_door(client):
    assert client.get(PAGE).url == f"/en/admin/login/?next={PAGE}"
