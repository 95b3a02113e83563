"""Every public page in every language: it fits, it is quiet, it keeps nothing, and everybody can use it."""

import pytest

from core import languages
from tests.browser.looking import COLOURS, Watch, violations
from tests.pages import LANGUAGES, PAGES

pytestmark = pytest.mark.look

MISSING = "nothing-here/"
WIDTHS = (320, 1280)
HEIGHT = 800
MOST_REQUESTS = 4

# WCAG 2.2, 1.4.12: what readers may set without losing content.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""

# What stands wider than its place: the page itself, or a box that cuts what it holds.
OVERFLOW = """() => {
  const root = document.documentElement, faults = [];
  if (root.scrollWidth > root.clientWidth) faults.push(`wider: the page, ${root.scrollWidth} > ${root.clientWidth}`);
  for (const box of document.body.querySelectorAll("*:not(.hidden, svg, svg *)")) {
    const cuts = getComputedStyle(box).overflowX !== "visible";
    if (cuts && box.scrollWidth > box.clientWidth) faults.push(`wider: ${box.tagName}.${box.className}`);
  }
  return faults;
}"""

BIG = (
    "header.site a, footer.site nav a, a.button, button, select, summary, "
    ".door, .country, .tiles a, .links a, .pages a, .checklist label"
)
SMALL_TARGETS = """([selector, least]) => [...document.querySelectorAll(selector)]
  .filter(target => target.checkVisibility() && target.getBoundingClientRect().height < least)
  .map(target => `low: ${target.outerHTML.slice(0, 80)}: ${target.getBoundingClientRect().height}`)"""

# What a keyboard must reach, numbered in order; then where the focus is and whether it can be seen.
STOPS = """() => {
  window.stops = [...document.querySelectorAll("a[href], summary, select, input, button")]
    .filter(stop => stop.checkVisibility());
  return window.stops.length;
}"""
FOCUS = """() => {
  const stop = document.activeElement, box = stop.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight;
  return { number: window.stops.indexOf(stop), html: stop.outerHTML.slice(0, 80),
    visible: inside && getComputedStyle(stop).outlineStyle === "solid" };
}"""

STORED = "() => [document.cookie, localStorage.length, sessionStorage.length]"

every_page = pytest.mark.parametrize("path", [*PAGES, MISSING], ids=lambda path: path or "home")
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def axe_page(inspector):
    page = inspector.new_page()
    yield page
    page.close()


def faults_in(page) -> list[str]:
    return page.evaluate(OVERFLOW) + page.evaluate(SMALL_TARGETS, [BIG, 44]) + violations(page)


@every_language
@every_page
def test_page_is_quiet_and_keeps_nothing(site, visitor, language, path):
    page = visitor.new_page()
    watch = Watch(page)
    url = f"{site.url}/{language}/{path}"
    page.goto(url, wait_until="networkidle")
    if path == MISSING:
        assert watch.failed == [f"{url}: 404"]
        assert len(watch.complaints) == 1 and "404" in watch.complaints[0]
    else:
        assert (watch.failed, watch.complaints, watch.hints) == ([], [], [])
    assert watch.elsewhere(site.url) == []
    assert 2 <= len(set(watch.requests)) <= MOST_REQUESTS
    assert visitor.cookies() == []
    assert page.evaluate(STORED) == ["", 0, 0]


@every_language
@every_page
def test_page_fits_and_everybody_can_use_it(site, axe_page, language, path):
    axe_page.emulate_media(color_scheme="light")
    axe_page.goto(f"{site.url}/{language}/{path}")
    root = axe_page.locator("html")
    assert root.get_attribute("lang") == language
    assert root.get_attribute("dir") == languages.direction(language)
    faults = []
    for width in WIDTHS:
        axe_page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [f"{width}: {fault}" for fault in faults_in(axe_page)]
        axe_page.emulate_media(color_scheme="dark")
        faults += [f"{width}, dark: {fault}" for fault in violations(axe_page, COLOURS)]
        axe_page.emulate_media(color_scheme="light")
    axe_page.evaluate(SPACING)
    for width in WIDTHS:
        axe_page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [f"{width}, wide text: {fault}" for fault in axe_page.evaluate(OVERFLOW)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        ("document.querySelector('h1').style.width = '1500px'", "wider: the page"),
        ("document.querySelector('.brand').style.cssText = 'overflow: hidden; width: 20px'", "wider: A.brand"),
        ("document.querySelector('h1').style.color = '#ddd'", "color-contrast: h1"),
        ("document.querySelector('nav.main a').style.cssText = 'min-height: 0'", "low: <a"),
    ],
)
def test_the_checks_can_fail(site, axe_page, spoil, fault):
    """A control: each fault, made on purpose, is found."""
    axe_page.set_viewport_size({"width": 320, "height": HEIGHT})
    axe_page.goto(f"{site.url}/fr/countries/")
    assert faults_in(axe_page) == []
    axe_page.evaluate(spoil)
    assert any(line.startswith(fault) for line in faults_in(axe_page))


def test_the_watch_can_fail(site, visitor):
    """A control: a foreign request and the policy's complaint about it are noticed."""
    page = visitor.new_page()
    watch = Watch(page)
    page.goto(f"{site.url}/fr/")
    page.evaluate("new Promise(done => Object.assign(new Image(), {src: '//127.0.0.1:1/x.png', onerror: done}))")
    assert watch.complaints != []
    assert watch.failed + watch.elsewhere(site.url) != []


@every_language
@pytest.mark.parametrize("path", ["", "countries/senegal/"])
def test_skip_link_comes_first_and_leads_to_the_text(site, visitor, language, path):
    page = visitor.new_page()
    page.goto(f"{site.url}/{language}/{path}")
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.get_attribute("class") == "skip"
    assert link.evaluate("link => getComputedStyle(link).clipPath") == "none"
    box = link.bounding_box()
    assert box["height"] > 24 and 0 <= box["x"] <= page.viewport_size["width"] - box["width"]
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "main"
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("path", ["", "countries/senegal/", "opportunities/"])
def test_keyboard_reaches_everything_visibly_and_is_never_trapped(site, visitor, language, path):
    page = visitor.new_page()
    page.emulate_media(reduced_motion="reduce")  # else the page is still gliding when it is measured
    page.goto(f"{site.url}/{language}/{path}")
    stops = page.evaluate(STOPS)
    seen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUS))
    assert len({stop["number"] for stop in seen}) == stops > 10
    assert [stop for stop in seen if not stop["visible"]] == []
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["number"] in (-1, 0)  # out of the page, or round to its beginning


@every_language
def test_details_open_and_close_with_the_keyboard(site, visitor, language):
    page = visitor.new_page()
    page.goto(f"{site.url}/{language}/countries/senegal/")
    details = page.locator("details:has(.prose)").first
    text = details.locator(".prose")
    assert not text.is_visible()
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    assert text.is_visible()
    page.keyboard.press("Space")
    assert not text.is_visible()
