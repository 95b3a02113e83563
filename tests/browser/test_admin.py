"""The desk: an editor's day in three languages, under the strict policy, and what must not come through it."""

import re
from urllib.parse import urlencode

import pytest
from django.utils import translation
from django.utils.translation import gettext

from core import languages
from tests.browser.looking import COLOURS, Watch, violations
from tests.pages import LANGUAGES

every_language = pytest.mark.parametrize("language", LANGUAGES)
two_directions = pytest.mark.parametrize("language", ["fr", "ar"])

SECTIONS = "countries/section/"
VIEWS = ("", SECTIONS, "section", "core/source/add/", "auth/user/add/", "password_change/", "delete")

# The clear-all cross of Django's own Select2 stands as a span in a list; nothing of ours writes it.
SELECT2 = {"list": ".select2-selection__rendered"}

NEW_WORDS = "هذه الكلمات كتبها المكتب الآن."
PASTED = (
    "<p>نص ملصق</p><script>document.title = 'stolen'</script>"
    '<p onclick="alert(1)" style="color: red">ثان</p><style>p {color: red}</style>'
    '<p><a href="javascript:alert(1)">رابط</a></p>'
)
FIELDS = "form => [...new FormData(form)].filter(([name]) => !name.startsWith('_'))"


@pytest.fixture(scope="module")
def desk(chromium, site):
    """A browser in which the administrator has signed in through the form."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    sign_in(context.new_page(), site, "fr")
    yield context
    context.close()


@pytest.fixture
def tab(desk):
    page = desk.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def sections(desk, site):
    """The addresses of Senegal's sections after /<language>/admin/, as the filtered list gives them."""
    page = desk.new_page()
    page.goto(f"{site.url}/fr/admin/{SECTIONS}")
    page.locator("#changelist-filter a", has_text="Sénégal").click()
    page.wait_for_url("**country__id__exact=*")
    links = [link.get_attribute("href") for link in page.locator("#result_list tbody th a").all()]
    page.close()
    assert len(links) >= 5
    return [re.search(r"countries/section/\d+/", link)[0] for link in links]


def sign_in(page, site, language):
    page.goto(f"{site.url}/{language}/admin/", wait_until="networkidle")
    page.locator("#id_username").fill(site.name)
    page.locator("#id_password").fill(site.password)
    page.locator("[type=submit]").click()
    page.wait_for_url(f"{site.url}/{language}/admin/", wait_until="networkidle")  # leaving sooner aborts its icon


def address(view, sections) -> str:
    return {"section": f"{sections[0]}change/", "delete": f"{sections[0]}delete/"}.get(view, view)


def open_section(tab, site, language, section):
    """The form of a section, its editors awake."""
    tab.goto(f"{site.url}/{language}/admin/{section}change/", wait_until="networkidle")
    tab.locator(f".lang-{language} [contenteditable=true]").wait_for()


def save(tab):
    with tab.expect_navigation(wait_until="networkidle"):  # a form first asks whether its person is still signed in
        tab.locator("[name=_save]").first.click()


def topic(tab) -> str:
    """The fragment of the section's place on the country page, from "view on site"."""
    tab.locator(".viewsitelink").click()
    tab.wait_for_url("**/countries/senegal/#*")
    return tab.url.partition("#")[2]


@every_language
def test_signing_in_is_quiet(site, visitor, language):
    page = visitor.new_page()
    watch = Watch(page)
    sign_in(page, site, language)
    page.wait_for_load_state("networkidle")
    assert (watch.complaints, watch.elsewhere(site.url)) == ([], [])
    cookies = {cookie["name"]: (cookie["httpOnly"], cookie["sameSite"]) for cookie in visitor.cookies()}
    assert cookies == {"session": (True, "Lax"), "csrf": (True, "Strict")}


@every_language
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view or "index")
def test_desk_is_quiet_and_local(site, tab, sections, language, view):
    """No complaint in the console: the policy, with the editor's nonce and style hash, lets the desk work."""
    watch = Watch(tab)
    answer = tab.goto(f"{site.url}/{language}/admin/{address(view, sections)}", wait_until="networkidle")
    assert answer.status == 200
    assert "'unsafe" not in answer.headers["content-security-policy"]
    assert (watch.complaints, watch.failed, watch.elsewhere(site.url)) == ([], [], [])
    assert tab.locator("html").get_attribute("lang") == language
    assert tab.locator("html").get_attribute("dir") == languages.direction(language)
    if view == "section":
        assert tab.locator("[contenteditable=true]").count() == 3


@two_directions
def test_the_text_editor_speaks_the_language_of_the_desk_and_shows_its_focus(site, tab, sections, language):
    open_section(tab, site, language, sections[0])
    editor = tab.locator(f".lang-{language} .prose-editor")
    with translation.override(language):
        expected = [gettext(word) for word in ("bold", "unordered list", "insert link")]
    buttons = [editor.locator(f"[data-name={name}]") for name in ("bold", "bulletList", "link")]
    assert [button.get_attribute("aria-label") for button in buttons] == expected
    assert [button.get_attribute("aria-disabled") for button in buttons] == ["false", "false", "true"]
    assert [button.locator("[aria-hidden=true]").text_content() for button in buttons] == [
        button.text_content() for button in buttons
    ]
    outlines = [editor.evaluate("e => getComputedStyle(e).outlineStyle")]
    editor.locator("[contenteditable=true]").focus()
    outlines.append(editor.evaluate("e => getComputedStyle(e).outlineStyle"))
    assert outlines == ["none", "solid"]


@pytest.mark.look
@two_directions
@pytest.mark.parametrize("view", ["login", "", SECTIONS, "section"], ids=lambda view: view or "index")
def test_desk_is_accessible(site, inspector, sections, language, view):
    inspector.clear_cookies()
    page = inspector.new_page()
    if view == "login":
        page.goto(f"{site.url}/{language}/admin/login/", wait_until="networkidle")
    else:
        sign_in(page, site, language)
        page.goto(f"{site.url}/{language}/admin/{address(view, sections)}", wait_until="networkidle")
    faults = violations(page, skipped=SELECT2)
    page.emulate_media(color_scheme="dark")
    page.reload(wait_until="networkidle")  # else its colours are still changing over
    faults += [f"dark: {fault}" for fault in violations(page, COLOURS)]
    page.close()
    assert not faults, "\n".join(faults)


@two_directions
def test_each_box_runs_in_its_own_direction(site, tab, sections, language):
    open_section(tab, site, language, sections[0])
    for code in LANGUAGES:
        for box in ("[contenteditable=true]", "textarea", "input[type=text]"):
            direction = tab.locator(f".lang-{code} {box}").first.evaluate("box => getComputedStyle(box).direction")
            assert (code, box, direction) == (code, box, languages.direction(code))
    assert tab.locator("body").evaluate("body => getComputedStyle(body).direction") == languages.direction(language)


def test_editing_the_arabic_body_shows_on_the_page(site, tab, visitor, sections):
    open_section(tab, site, "ar", sections[1])
    tab.locator(".lang-ar [contenteditable=true]").click()
    tab.keyboard.press("Control+End")
    tab.keyboard.press("Enter")
    tab.keyboard.type(NEW_WORDS)
    save(tab)
    assert tab.locator(".errornote").count() == 0
    page = visitor.new_page()
    page.goto(f"{site.url}/ar/countries/senegal/")
    assert page.locator(".prose", has_text=NEW_WORDS).count() == 1
    assert page.locator(".prose p", has_text=NEW_WORDS).evaluate("p => getComputedStyle(p).direction") == "rtl"
    page.goto(f"{site.url}/fr/countries/senegal/")
    assert NEW_WORDS not in page.content()


def test_empty_arabic_title_shows_the_french_with_a_label(site, tab, visitor, sections):
    open_section(tab, site, "ar", sections[2])
    french = tab.locator("[name=title_fr]").input_value()
    tab.locator("[name=title_ar]").fill("")
    save(tab)
    assert tab.locator(".errornote").count() == 0
    page = visitor.new_page()
    page.goto(f"{site.url}/ar/countries/senegal/")
    place = page.locator(".chapter", has=page.locator("h2 [lang=fr][dir=ltr]", has_text=french))
    assert place.count() == 1
    with translation.override("ar"):
        label = gettext("This text is not translated yet. Here it is in French.")
    assert place.locator(".fallback").inner_text().strip() == label


def test_pasted_markup_loses_its_script_and_keeps_its_text(site, tab, visitor, sections):
    """The form is posted as a program would, past the editor: the server itself cleans."""
    open_section(tab, site, "ar", sections[3])
    fields = tab.locator("form:has([name=body_ar])").evaluate(FIELDS)
    body = urlencode([(name, PASTED if name == "body_ar" else value) for name, value in fields])
    answer = tab.request.post(
        tab.url, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"}, max_redirects=0
    )
    assert answer.status == 302
    page = visitor.new_page()
    watch = Watch(page)
    page.goto(f"{site.url}/ar/countries/senegal/", wait_until="networkidle")
    prose = page.locator(".prose", has_text="نص ملصق")
    assert prose.count() == 1
    markup = prose.inner_html()
    assert "ثان" in markup and "رابط" in markup
    assert [bad for bad in ("script", "onclick", "style", "stolen", "alert") if bad in markup] == []
    assert watch.complaints == []


@two_directions
def test_publishing_without_a_source_is_refused_in_words(site, tab, visitor, sections, language):
    open_section(tab, site, language, sections[4])
    title = f"[name=title_{language}]"
    before = tab.locator(title).input_value()
    tab.locator(title).fill(f"{before} 77")
    tab.locator("[name=sources]").evaluate("box => { for (const option of box.options) option.selected = false; }")
    save(tab)
    with translation.override(language):
        words = gettext("A published text needs at least one source.")
    assert tab.locator(".field-sources .errorlist").inner_text().strip() == words
    assert tab.locator(title).input_value() == f"{before} 77"
    page = visitor.new_page()
    page.goto(f"{site.url}/{language}/countries/senegal/")
    assert page.locator("h2", has_text=before).count() == 1
    assert f"{before} 77" not in page.content()


@two_directions
def test_view_on_site_leads_to_the_section(site, tab, sections, language):
    open_section(tab, site, language, sections[4])
    title = tab.locator(f"[name=title_{language}]").input_value()
    chapter = topic(tab)
    assert tab.url.startswith(f"{site.url}/{language}/")
    assert title in tab.locator(f"[id='{chapter}'] h2").inner_text()
