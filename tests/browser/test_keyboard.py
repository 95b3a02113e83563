"""The desk without a mouse: each thing is reached with Tab, seen when it has the focus, and does its work by keys."""

import pytest
from django.utils import translation

from core import languages
from tests.browser.looking import violations
from tests.browser.test_admin import SELECT2, two_directions

FAR = 450  # presses of Tab: more than any page needs

# Everything below the way in that a pointer could use; a box that another thing stands for is hidden or tabindex=-1.
MARK = """() => {
  const things = "a[href], button, summary, input:not([type=hidden]), select, textarea, [contenteditable=true],"
    + " [tabindex='0']";
  const look = (e) => [e, e.closest(".prose-editor, .select2-selection") ?? e].map((part) => {
    const style = getComputedStyle(part);
    return [style.outlineStyle, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor].join();
  }).join();
  const isThere = (e) => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 1
    && !e.disabled && e.tabIndex >= 0 && !e.parentElement.closest("[contenteditable]");
  window.look = look;
  window.there = new Map([...document.querySelectorAll("#content-start :is(" + things + ")")].filter(isThere)
    .map((e) => [e, look(e)]));
  window.reached = new Set();
}"""
NOTE = """() => {
  const e = document.activeElement;
  if (!there.has(e) || reached.has(e)) return e === document.body || reached.has(e);
  reached.add(e);
  if (look(e) === there.get(e)) window.unseen = [...(window.unseen ?? []), e.outerHTML.slice(0, 120)];
  return false;
}"""
MISSED = "() => [...there.keys()].filter((e) => !reached.has(e)).map((e) => e.outerHTML.slice(0, 120))"
POINTED = """() => [...document.querySelectorAll("#content-start *")].filter((e) => e.checkVisibility()
  && getComputedStyle(e).cursor === "pointer" && e.closest("#content-start")
  && !e.closest("a, button, input, select, label, summary, [role=combobox]")).map((e) => e.outerHTML.slice(0, 120))"""
AT = "([selector]) => document.activeElement?.matches(selector) ?? false"


@pytest.fixture
def page(inspector):
    inspector.clear_cookies()
    page = inspector.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.fixture
def draft(site):
    """A text of our own, so that no other test sees what is typed here; gone afterwards."""
    site.manage("shell", "--no-imports", "-c", WRITTEN)
    yield "admin/portal/page/?q=clavier"
    site.manage("shell", "--no-imports", "-c", ERASED)


WRITTEN = """
from tests import rows
text = "<p>Avant.</p><ul><li>Un</li><li>Deux</li></ul>"
rows.page(slug="clavier", title_fr="Sans souris", body_fr=text, body_ar=text, state="draft")
"""
ERASED = """
from portal.models import Page
Page.objects.filter(slug="clavier").delete()
"""


def sign_in(page, site, language, then="desk/"):
    """With keys alone."""
    page.goto(f"{site.url}/{language}/admin/login/?next=/{language}/{then}", wait_until="networkidle")
    page.keyboard.type(site.name)  # the name has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/{language}/{then}", wait_until="networkidle")


def to(page, selector, key="Tab"):
    """Press `key` until what `selector` says has the focus."""
    for _press in range(FAR):
        if page.evaluate(AT, [selector]):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached with {key}")


def follow(page, selector, pattern):
    to(page, selector)
    with page.expect_navigation(url=pattern, wait_until="networkidle"):
        page.keyboard.press("Enter")


def open_form(page, site, language, draft):
    """The editor of the draft in the language of the desk, awake."""
    sign_in(page, site, language, draft)
    follow(page, "#result_list tbody th a", "**/change/**")
    editor = page.locator(f".field-body_{language} .prose-editor")
    editor.locator(".ProseMirror[contenteditable]").wait_for()
    return editor


def wait_at(page, selector):
    page.locator(f"{selector}:focus").wait_for()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def typed(editor) -> str:
    return editor.locator(".ProseMirror").inner_html().replace(' dir="auto"', "")


@two_directions
@pytest.mark.parametrize(
    "view",
    [
        "desk/",
        "desk/matrix/?model=portal.page",
        "desk/exchange/",
        "desk/reports/",
        "desk/trash/",
        "admin/countries/section/1/change/",
        "admin/sessions_app/session/1/change/",
        "admin/sessions_app/orientationpoint/1/change/",
        "admin/testimonies/consent/add/",
    ],
)
def test_everything_is_reached_with_tab_and_seen_there(site, page, language, view):
    sign_in(page, site, language)
    page.goto(f"{site.url}/{language}/{view}", wait_until="networkidle")
    page.locator("#content-start").focus()  # where the first link of the page leads
    page.evaluate(MARK)
    for _press in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate(NOTE):
            break
    assert page.evaluate("there.size") > 2
    assert page.evaluate(MISSED) == []
    assert page.evaluate("window.unseen ?? []") == []
    assert page.evaluate(POINTED) == []


@two_directions
def test_the_text_editor_makes_headings_lists_and_links(site, page, draft, language):
    editor = open_form(page, site, language, draft)
    text, button = f".field-body_{language} .ProseMirror", f".field-body_{language} [data-name={{}}]".format
    to(page, text)
    press(page, "Control+Home")
    to(page, button("heading3"), "Shift+Tab")
    press(page, "Enter")
    wait_at(page, text)
    assert editor.locator(".ProseMirror h3").inner_text() == "Avant."
    pressed = "buttons => buttons.filter(b => b.ariaPressed === 'true').map(b => b.dataset.name)"
    assert editor.locator("[data-name]").evaluate_all(pressed) == ["heading3"]
    to(page, button("paragraph"), "Shift+Tab")
    press(page, "Space")
    assert editor.locator("[data-name]").evaluate_all(pressed) == ["paragraph"]
    press(page, "Control+a")
    editor.locator("[data-name=link]:not(.disabled)").wait_for()
    for leave in (["Escape"], ["Tab", "Tab", "Tab", "Enter"]):
        to(page, button("link"), "Shift+Tab")
        press(page, "Enter")
        wait_at(page, "dialog [name=href]")
        press(page, *leave)
        editor.locator("dialog").wait_for(state="detached")
        wait_at(page, text)
    to(page, button("link"), "Shift+Tab")
    press(page, "Enter")
    assert violations(page, skipped=SELECT2) == []
    with translation.override(language):
        refusal = translation.gettext("Write an address: https://…, mailto:… or tel:…")
    for address in ("", "javascript:alert(1)", "https://"):
        page.keyboard.type(address)
        press(page, "Enter")
        assert page.locator("dialog [name=href]").evaluate("box => box.validationMessage") == refusal
        press(page, "Control+a", "Delete")
    page.keyboard.type("https://example.org/")
    press(page, "Enter")
    editor.locator("dialog").wait_for(state="detached")
    wait_at(page, text)
    assert editor.locator("a[href='https://example.org/']").count() == 3
    follow(page, "[name=_continue]", "**/change/**")
    assert page.locator(".errornote").count() == 0
    assert editor.locator("a[href='https://example.org/']").count() == 3


@two_directions
def test_tab_leaves_a_list_as_it_is(site, page, draft, language):
    editor = open_form(page, site, language, draft)
    before = typed(editor)
    for key in ("Tab", "Shift+Tab"):
        to(page, f".field-body_{language} .ProseMirror")
        press(page, "Control+End", key)
        assert not page.evaluate(AT, [".ProseMirror"])
    assert typed(editor) == before


@two_directions
def test_the_calendar_and_the_clock(site, page, language):
    sign_in(page, site, language)
    page.goto(f"{site.url}/{language}/admin/sessions_app/session/1/change/", wait_until="networkidle")
    onward = "ArrowLeft" if languages.direction(language) == "rtl" else "ArrowRight"
    to(page, "#calendarlink0")
    press(page, "Enter")
    covering = {"target-size": ".calendarnav-next"}  # lies over links of the page beneath it while it is open
    assert violations(page, skipped=covering) == []
    wait_at(page, "#calendarbox0 td.selected a")
    day = int(page.locator("#calendarbox0 :focus").inner_text())
    press(page, "ArrowUp", onward)
    assert int(page.locator("#calendarbox0 :focus").inner_text()) == day - 6
    to(page, "#calendarbox0 .calendarnav-next")
    to(page, "#calendarbox0 .calendar-cancel a", "Shift+Tab")
    press(page, "Enter")
    wait_at(page, "#calendarlink0")
    press(page, "Enter")
    wait_at(page, "#calendarbox0 td.selected a")
    press(page, "Escape")
    wait_at(page, "#calendarlink0")
    assert page.locator("#calendarbox0").is_hidden()
    press(page, "Enter")
    wait_at(page, "#calendarbox0 td.selected a")
    press(page, "ArrowUp", "Enter")
    wait_at(page, "#id_day")
    assert int(page.locator("#id_day").input_value()[:2]) == day - 7
    to(page, "#clocklink0")
    press(page, "Enter")
    page.locator("#clockbox0 li:first-child a:focus").wait_for()
    press(page, "Tab", "Tab", "Enter")
    wait_at(page, "#id_starts")
    assert page.locator("#id_starts").input_value() == "06:00:00"


def test_backspace_takes_one_choice_away_and_not_all(site, page, draft):
    open_form(page, site, "fr", draft)
    chosen = page.locator(".field-sources .select2-selection__choice")
    to(page, ".field-sources .select2-search__field")
    for count in (1, 2):
        page.keyboard.type(" ")
        page.locator(".select2-results__option--highlighted").wait_for()
        press(page, *["ArrowDown"] * count, "Enter")
    before = chosen.count()
    assert before >= 2
    press(page, "Backspace")
    assert chosen.count() == before - 1


@two_directions
def test_one_of_two_lists_is_filled(site, page, language):
    sign_in(page, site, language)
    page.goto(f"{site.url}/{language}/admin/testimonies/consent/add/", wait_until="networkidle")
    to(page, "#id_excluded_countries_from")
    press(page, "Home")
    to(page, "#id_excluded_countries_add, .selector-add")
    press(page, "Enter")
    assert page.locator("#id_excluded_countries_to option").count() == 1
    to(page, "#id_excluded_countries_to")
    press(page, "Home")
    to(page, "#id_excluded_countries_remove, .selector-remove", "Shift+Tab")
    press(page, "Enter")
    assert page.locator("#id_excluded_countries_to option").count() == 0
