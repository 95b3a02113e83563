"""Templates: no way around escaping, nothing inline, nothing unused."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib import admin

from core import icons
from tests.repository.files import APPS, ROOT, files, hits, name

TEMPLATES = files(".html", under=("templates",))
SOURCES = files(".py", ".html", under=(*APPS, "desk", "templates"))
BY_NAME = {
    "404.html",
    "400.html",
    "403.html",
    "500.html",
    "admin/base_site.html",
    "admin/index.html",
    "admin/pagination.html",
    "admin/sessions_app/app_index.html",
    "admin/testimonies/consent/change_form.html",
    "admin/testimonies/testimony/change_form.html",
    "admin/testimonies/testimony/change_list.html",
}  # Django or our error views look them up


def test_there_are_templates():
    assert len(TEMPLATES) > 20


def test_nothing_switches_escaping_off():
    assert hits(r"\|\s*safe\b|autoescape\s+off|safeseq", TEMPLATES) == []


def test_what_is_marked_safe_in_python_is_known():
    """Each is an SVG of ours or has just been cleaned."""
    found = hits(r"(?<!`)mark_safe\(", [path for path in files(".py", under=APPS) if "migrations" not in path.parts])
    assert [hit.partition(":")[0] for hit in found] == [
        "core/richtext.py",
        "core/richtext.py",
        "core/templatetags/foras.py",
        "desk/enrolment.py",
    ]


def test_no_element_has_a_style_or_a_handler_of_its_own():
    assert hits(r"""\s(style|on\w+)\s*=\s*["']""", TEMPLATES) == []
    # Scripts come by address only: the desk's own, and the admin's for the pickers of dates in its forms.
    assert hits(r"<(script|style)\b[^>]*>", TEMPLATES) == [
        """templates/admin/base_site.html:8: <script src="{% static 'js/unsaved.js' %}">""",
        """templates/admin/base_site.html:8: <script src="{% static 'js/keyboard.js' %}">""",
        *(
            f'templates/admin/sessions_app/desk.html:3: <script src="{{% {address} %}}">'
            for address in ("url 'admin:jsi18n'", "static 'admin/js/core.js'")
        ),
    ]


def test_no_icon_is_named_that_is_not_shipped():
    named = {icon for path in TEMPLATES for icon in re.findall(r"""\{% icon ["']([^"']+)["'] %\}""", path.read_text())}
    assert len(named) > 15
    assert named - set(icons.names()) == set()


def test_every_template_is_used():
    text = "\n".join(path.read_text() for path in SOURCES)
    whole = [name(path).removeprefix("templates/") for path in TEMPLATES]
    assert {t for t in whole if t not in text and as_the_desk_says_it(t) not in text} - BY_NAME == set()


def as_the_desk_says_it(template):
    """The desks of sessions and of consents are given a name without the folder, the latter without `.html` too."""
    template = re.sub(r"^admin/testimonies/consent/(.*)\.html$", r'_page(request, "\1"', template)
    return re.sub(r"^admin/sessions_app/(.*)$", r'"\1"', template)


def test_every_included_template_is_there():
    wanted = {t for path in TEMPLATES for t in re.findall(r"""\{% (?:include|extends) "([^"]+)\"""", path.read_text())}
    assert len(wanted) > 30
    folders = (ROOT / "templates", Path(admin.__file__).parent / "templates")
    assert [t for t in sorted(wanted) if not any((folder / t).exists() for folder in folders)] == []


def test_components_are_given_what_they_need_and_no_more():
    """`only`, unless the component reads what the whole page knows."""
    page_wide = {"header", "footer", "logo", "pattern", "addresses", "asylum"}
    found = hits(r"""\{% include "components/\w+\.html"[^%]*%\}""", TEMPLATES)
    loose = [hit for hit in found if " only %}" not in hit]
    assert [hit for hit in loose if re.search(r"components/(\w+)", hit.split(": ", 1)[1])[1] not in page_wide] == []


@pytest.mark.parametrize("folder", ["icons", "flags", "img"])
def test_every_svg_is_plain_drawing(folder):
    """Well-formed, of one size, without scripts, handlers, styles, links or foreign pictures."""
    drawings = sorted((ROOT / "static" / folder).glob("*.svg"))
    assert len(drawings) >= 1
    wrong = {file.name for file in drawings if not plain(file)}
    assert wrong == set()


def plain(file):
    root = ElementTree.fromstring(file.read_text())
    tags = {e.tag.removeprefix("{http://www.w3.org/2000/svg}") for e in root.iter()}
    attributes = {a for e in root.iter() for a in e.attrib}
    bad = {"script", "style", "a", "image", "foreignObject", "use", "animate", "set"}
    handlers = {a for a in attributes if a.lower().startswith("on") or a in ("style", "href") or "}href" in a}
    return root.tag.endswith("}svg") and "viewBox" in root.attrib and not tags & bad and not handlers


def test_the_drawings_name_their_licence():
    assert all((ROOT / "static" / folder / "LICENSE").stat().st_size > 200 for folder in ("icons",))


def test_a_flag_is_shipped_for_each_country_of_the_starter_content():
    isos = {re.search(r"^  iso: \W?([A-Z]{2})", path.read_text(), re.M)[1].lower() for path in countries()}
    assert len(isos) == 5
    assert isos - {path.stem for path in (ROOT / "static/flags").glob("*.svg")} == set()


def countries():
    files = sorted((ROOT / "countries/starter").glob("*.yaml"))
    return [path for path in files if re.search(r"^country:", path.read_text(), re.M)]
