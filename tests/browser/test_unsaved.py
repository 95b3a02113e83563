"""What was typed outlives the end of a session, and is not left behind unasked."""

import pytest

from core import languages
from tests.browser.looking import Watch, violations
from tests.browser.test_admin import sign_in


@pytest.fixture
def inside(chromium, site):
    """A browser of its own, signed in: each test ends its session."""
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    sign_in(page, site, "en")
    yield page
    context.close()


def begin(page, site, language="en"):
    page.goto(f"{site.url}/{language}/admin/core/source/add/", wait_until="networkidle")
    page.locator("#id_title").fill("Annuaire des formations")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_form_stays_when_the_session_is_over_and_is_saved_after_a_new_sign_in(site, inside, language):
    begin(inside, site, language)
    inside.locator("#id_url").fill(f"https://example.org/{language}")
    inside.locator("#id_accessed_on").fill("2026-11-24")
    inside.context.clear_cookies(name="session")
    inside.locator("[name=_save]").first.click()
    notice = inside.locator("#not-saved")
    notice.wait_for(state="visible")
    assert inside.locator("#id_title").input_value() == "Annuaire des formations"
    assert inside.locator("html").get_attribute("dir") == languages.direction(language)
    assert violations(inside) == []
    with inside.context.expect_page() as opened:
        notice.locator("a").click()
    other = opened.value
    other.wait_for_load_state("networkidle")
    other.locator("#id_username").fill(site.name)
    other.locator("#id_password").fill(site.password)
    other.locator("[type=submit]").click()
    other.wait_for_load_state("networkidle")
    other.close()
    watch = Watch(inside)
    inside.locator("[name=_continue]").first.click()
    inside.wait_for_url("**/change/", wait_until="networkidle")
    assert inside.locator("#id_title").input_value() == "Annuaire des formations"
    assert watch.failed == []


def asked(page, leave) -> list[str]:
    """The kinds of questions that the browser asks while `leave` is done; each is answered with yes."""
    kinds = []
    page.on("dialog", lambda dialog: (kinds.append(dialog.type), dialog.accept()))
    leave()
    page.wait_for_load_state("networkidle")
    return kinds


def test_whoever_leaves_a_changed_form_is_asked(site, inside):
    begin(inside, site)
    inside.locator("#id_title").press("End")
    assert asked(inside, lambda: inside.goto(f"{site.url}/en/desk/")) == ["beforeunload"]


def test_nobody_is_asked_who_changed_nothing(site, inside):
    inside.goto(f"{site.url}/en/admin/core/source/add/", wait_until="networkidle")
    inside.locator("#id_title").click()
    assert asked(inside, lambda: inside.goto(f"{site.url}/en/desk/")) == []
