"""The desk's first pages in a browser: accessible, quiet, within a narrow window, and without scripts."""

import pytest

from tests.browser.looking import COLOURS, Watch, violations
from tests.browser.test_admin import sign_in, two_directions

pytestmark = pytest.mark.look

NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def page(inspector):
    inspector.clear_cookies()
    page = inspector.new_page()
    yield page
    page.close()


@two_directions
def test_the_morning_list_is_accessible_at_any_width_and_in_the_dark(site, page, language):
    sign_in(page, site, language)
    watch = Watch(page)
    page.set_viewport_size(WIDE)
    page.goto(f"{site.url}/{language}/desk/", wait_until="networkidle")
    faults = violations(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    faults += [f"narrow: {fault}" for fault in violations(page)]
    page.emulate_media(color_scheme="dark")
    page.reload(wait_until="networkidle")
    faults += [f"dark: {fault}" for fault in violations(page, COLOURS)]
    assert not faults, "\n".join(faults)
    assert (watch.complaints, watch.failed, watch.elsewhere(site.url)) == ([], [], [])
    assert page.locator(".desk-chart .bar").count() == 3 + 6
    assert page.locator(".totals .bar").count() == 2


@two_directions
def test_the_index_leads_to_the_morning_list_with_the_keyboard_and_without_scripts(site, chromium, language):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, language)
    page.locator(".to-desk").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/{language}/desk/")
    assert page.locator(".desk-tabs [aria-current=page]").count() == 1
    context.close()


@two_directions
@pytest.mark.parametrize("view", ["matrix", "exchange", "reports", "trash", "second-factor", "history"])
def test_the_other_pages_fit_and_everybody_can_use_them(site, page, language, view):
    sign_in(page, site, language)
    watch = Watch(page)
    if view == "history":
        page.goto(f"{site.url}/{language}/admin/countries/country/", wait_until="networkidle")
        page.locator("#result_list tbody th a").first.click()
        page.locator(".historylink").click()
        page.wait_for_url("**/history/")
    else:
        page.goto(f"{site.url}/{language}/desk/{view}/", wait_until="networkidle")
    assert (watch.complaints, watch.failed, watch.elsewhere(site.url)) == ([], [], [])
    faults = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{size['width']}: {fault}" for fault in violations(page)]
        faults += [f"{size['width']}: the page is {width} wide"] if width > size["width"] else []
    assert not faults, "\n".join(faults)


DELETED = """
from tests import rows
rows.page(title_fr="Élevage de poules pondeuses").delete()
"""


@two_directions
def test_what_was_deleted_can_be_reached_on_a_phone(site, page, language):
    site.manage("shell", "--no-imports", "-c", DELETED)
    sign_in(page, site, language)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{site.url}/{language}/desk/trash/", wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = page.locator(".trash td a").first.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert violations(page) == []


@pytest.mark.parametrize(
    ("field", "box"), [("title", "#id_title_ar"), ("body", ".field-body_ar .ProseMirror[contenteditable]")]
)
def test_a_cell_of_the_matrix_leads_into_the_box(site, page, field, box):
    sign_in(page, site, "fr")
    page.goto(f"{site.url}/fr/admin/countries/section/")
    address = page.locator("#result_list tbody th a").first.get_attribute("href").partition("?")[0]
    page.goto(f"{site.url}{address}#id_{field}_ar_helptext", wait_until="networkidle")
    assert page.locator(box).evaluate("box => box === document.activeElement")
