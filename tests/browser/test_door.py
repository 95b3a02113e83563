"""A second factor set up and used as a person does it: read the key, type the code, sign in with the next one."""

import base64
import time

import pytest
from django_otp.oath import TOTP

from core import languages
from tests.browser.looking import COLOURS, Watch, violations

two_directions = pytest.mark.parametrize("language", ["fr", "ar"])
STEP = 30  # seconds


@pytest.fixture
def inside(inspector, site):
    """A page of the administrator, who signed in with the password alone."""
    inspector.clear_cookies()
    page = inspector.new_page()
    sign_in(page, site, "fr")
    yield page
    page.close()


def sign_in(page, site, language, code=""):
    page.goto(f"{site.url}/{language}/admin/login/", wait_until="networkidle")
    page.locator("#id_username").fill(site.name)
    page.locator("#id_password").fill(site.password)
    page.locator("#id_code").fill(code)
    page.locator("[type=submit]").click()
    page.wait_for_load_state("networkidle")


def code_of(secret: str, ahead: int = 0) -> str:
    totp = TOTP(base64.b32decode(secret.replace(" ", "")), STEP)
    totp.time = time.time() + ahead * STEP
    return f"{totp.token():06d}"


def look(page) -> list[str]:
    faults = violations(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(400)
    faults += [f"dark: {fault}" for fault in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return faults


@pytest.mark.look
@two_directions
def test_the_page_of_the_set_up_is_accessible(site, inside, language):
    inside.goto(f"{site.url}/{language}/desk/second-factor/", wait_until="networkidle")
    assert inside.locator("html").get_attribute("dir") == languages.direction(language)
    assert inside.locator("svg.qr").bounding_box()["width"] > 150
    assert look(inside) == []


def test_set_up_then_used_then_removed(site, inside, visitor):
    """In one test: afterwards the account must be as the other tests know it."""
    watch = Watch(inside)
    inside.goto(f"{site.url}/fr/desk/second-factor/", wait_until="networkidle")
    secret = inside.locator(".secret").inner_text()
    inside.locator("#id_code").fill(code_of(secret, ahead=-1))
    inside.locator(".door [type=submit]").click()
    inside.locator(".codes li").first.wait_for()
    codes = inside.locator(".codes code").all_inner_texts()
    assert (len(codes), look(inside), watch.complaints) == (10, [], [])

    stranger = visitor.new_page()
    sign_in(stranger, site, "fr")
    assert stranger.locator(".errornote").count() == 1
    sign_in(stranger, site, "ar", code_of(secret))
    assert stranger.url == f"{site.url}/ar/admin/"
    watch = Watch(stranger)
    stranger.goto(f"{site.url}/ar/desk/second-factor/", wait_until="networkidle")
    assert (watch.complaints, watch.elsewhere(site.url)) == ([], [])

    inside.goto(f"{site.url}/ar/desk/second-factor/", wait_until="networkidle")
    assert look(inside) == []
    site.manage("reset_second_factor", site.name)
    stranger.reload(wait_until="networkidle")
    assert stranger.url.startswith(f"{site.url}/ar/admin/login/")
