"""Paper: PDF files from Typst templates, with our fonts and nobody else's.

A template reads its data from `data` in `core/paper/common.typ`: it travels as JSON, never as source, so a title may
hold any character. Templates live in a `paper/` folder of the app that prints; icons and QR codes travel as SVG text.
"""

import io
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from core import icons

FONTS = Path(__file__).parent / "paper" / "fonts"
FONT_FILES = (
    "Vazirmatn-Regular.ttf",
    "Vazirmatn-Bold.ttf",
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansMath-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoEmoji-Regular.ttf",
)
ACCESSIBLE = ["ua-1"]


class PaperError(Exception):
    """A print that cannot be made; the message is a sentence for staff, in their language."""


def pdf(template: Path, data: dict, *, language: str) -> bytes:
    """The PDF of `template` in `language` (code of the document: its reading order and its tag).

    `data` is anything JSON can hold; it must have a "title", and may have "dated", an ISO date and time in UTC that
    stands in the file instead of the present: the same data then gives the same bytes. Tagged as PDF/UA-1, except when
    somebody typed a character that none of our fonts has: it prints as a box, and the file does not claim the standard.
    Raises PaperError for a missing font and for a template that does not compile.
    """
    inputs = {"data": json.dumps(data | {"language": language})}
    try:
        return _compile(template, inputs, ACCESSIBLE)
    except typst.TypstError as error:
        if "could not be displayed with font" not in str(error):
            raise PaperError(_broken(template, error)) from error
    try:
        return _compile(template, inputs, [])
    except typst.TypstError as error:
        raise PaperError(_broken(template, error)) from error


def icon_texts(names: Iterable[str]) -> dict[str, str]:
    """The SVG of each icon by its name, as `icon()` in common.typ looks for them.

    Raises PaperError for one that does not exist: an old release may name an icon that we no longer have.
    """
    return {name: _svg(name) for name in sorted(set(names))}


def qr_text(address: str) -> str:
    """A QR code as SVG, its quiet zone included."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="svg", border=2, xmldecl=False, nl=False)
    return stream.getvalue().decode()


def _compile(template: Path, inputs: dict[str, str], standards: list[str]) -> bytes:
    if not template.is_file():
        raise PaperError(_("The template “%(name)s” of this print is missing.") % {"name": template.name})
    return typst.compile(
        template,
        root=settings.BASE_DIR,
        font_paths=fonts(FONTS),
        sys_inputs=inputs,
        format="pdf",
        pdf_standards=standards,
    )


@cache
def fonts(folder: Path) -> typst.Fonts:
    """Our fonts, read once. Raises PaperError when one of them is missing: the engine itself would print nothing."""
    if missing := [name for name in FONT_FILES if not (folder / name).is_file()]:
        raise PaperError(
            _("A font is missing, nothing can be printed: %(names)s should be in %(folder)s.")
            % {"names": ", ".join(missing), "folder": folder}
        )
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def _svg(name: str) -> str:
    try:
        return (icons.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PaperError(_("The icon “%(name)s” of this print is missing.") % {"name": name}) from error


def _broken(template: Path, error: typst.TypstError) -> str:
    return _("The template “%(name)s” of this print is broken: %(fault)s.") % {"name": template.name, "fault": error}
