"""Stylesheets: written once for both directions, nothing from elsewhere, nothing unused."""

import re
from pathlib import Path

from django.contrib import admin

from tests.repository.files import APPS, ROOT, files, hits, name

STYLES = files(".css", under=("static",))
# Physical words that mean no side of the text: a transform mirrors arrows, `text-align: center` has no side.
ALLOWED = set()
NAMED = {"contact", "question"}  # kinds of card, as `opportunity` is: a word for whoever reads the page's source
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
# Written by Python, Django's admin, the editor or select2; `tone-` stands before each tone of a story,
# `bar-` before each tone of a chart, `translation-` before each state of a translation.
ELSEWHERE = re.compile(
    r"^(ProseMirror.*|select2-.*|lang-.*|field-.*|state-.*|module|prose-.*|tone-.*|model-.*|vDateField|vTimeField|"
    r"object-tools|form-multiline|bar-.*|translation-.*|errorlist|related-widget-wrapper|qr|login)$"
)
ADMINS = sorted((Path(admin.__file__).parent / "static/admin/css").rglob("*.css"))  # what Django styles in its admin
# Behind a film it is black in both schemes.
NO_TOKEN = {"static/css/ladder.css: #000"}


def rules(path):
    """The stylesheet without comments and without strings."""
    return re.sub(r'/\*.*?\*/|"[^"]*"|url\([^)]*\)', "", path.read_text(), flags=re.S)


def test_there_are_stylesheets():
    assert {path.name for path in STYLES} >= {
        "tokens.css",
        "base.css",
        "layout.css",
        "components.css",
        "print.css",
        "admin.css",
    }


def test_no_side_is_physical():
    pattern = r"(?<![\w-])(left|right)(?![\w-])|(margin|padding|border|inset|float|clear)[\w-]*-(left|right)"
    found = [f"{name(path)}: {match[0]}" for path in STYLES for match in re.finditer(pattern, rules(path))]
    assert set(found) - ALLOWED == set()


def test_no_font_picture_or_style_comes_from_elsewhere():
    assert hits(r"https?://|//[a-z]|@font-face|url\((?!['\"]?(\.\./|data:image/svg))", STYLES) == []


def test_the_skip_link_is_not_parked_off_the_page():
    """Chromium prints Arabic pages cut in half when something lies far outside."""
    assert hits(r"-\d{3,}(px|rem|em|vw)", STYLES) == []


def used_classes():
    texts = [path.read_text() for path in files(".html", ".py", under=("templates", *APPS))]
    texts += [path.read_text() for path in files(".js", under=("static",))]
    return set(re.findall(r"[\w-]+", " ".join(texts)))


def styled_classes(sheets=STYLES):
    return {
        c for path in sheets for selector in re.findall(r"[^{}]+(?=\{)", rules(path)) for c in CLASS.findall(selector)
    }


def test_every_styled_class_is_used_somewhere():
    classes = styled_classes()
    assert len(classes) > 40
    assert {c for c in classes - used_classes() if not ELSEWHERE.match(c)} == set()


def test_every_class_of_a_template_is_styled_or_named_for_a_reason():
    """A class without a rule is a word that means nothing."""
    ours, with_the_admins = styled_classes(), styled_classes([*STYLES, *ADMINS])
    unstyled = set()
    for path in files(".html", under=("templates",)):
        styled = with_the_admins if name(path).startswith(("templates/admin/", "templates/desk/")) else ours
        for value in re.findall(r'class="([^"]*)"', path.read_text()):
            unstyled |= set(re.sub(r"\{[%{].*?[%}]\}", " ", value).split()) - styled
    assert {c for c in unstyled if not c.endswith("-")} - NAMED == set()


def test_every_colour_is_a_token():
    """Outside tokens.css and the admin's, colours but white are `var(--…)`, so that dark mode is written once."""
    sheets = [
        path for path in STYLES if path.name not in ("tokens.css", "admin.css", "admin-sessions.css", "print.css")
    ]
    found = [
        f"{name(path)}: {match[0]}" for path in sheets for match in re.finditer(r"#[0-9a-fA-F]{3,8}\b", rules(path))
    ]
    assert [hit for hit in found if not hit.endswith(": #fff") and hit not in NO_TOKEN] == []


def test_the_desk_of_sessions_has_the_colours_of_the_tokens():
    """The admin does not load tokens.css; so the few tokens of the desk are said again, with the same values."""
    own = rules(ROOT / "static/css/admin-sessions.css")
    said = re.findall(r"(--[\w-]+): (#\w+);", own)
    assert set(said) - {*re.findall(r"(--[\w-]+): (#\w+);", rules(ROOT / "static/css/tokens.css"))} == set()
    assert len(said) == len(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*\})", own)) == 18


def test_no_script_writes_a_style_or_markup():
    scripts = files(".js", under=("static",))
    assert (
        hits(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\.style\b|setAttribute\(.style", scripts)
        == []
    )


def test_the_bundle_only_imports():
    assert (
        re.sub(
            r'(@import "[\w.-]+"( print)?;|/\*.*?\*/)\s*', "", (ROOT / "static/css/foras.css").read_text(), flags=re.S
        )
        == ""
    )
