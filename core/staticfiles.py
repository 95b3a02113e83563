"""Static files of production: hashed names, compressed once, and one stylesheet instead of many requests."""

import re
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/foras.css"
_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
_INDENT = re.compile(r"\n\s+")
_IMPORT = re.compile(r'@import "([\w.-]+\.css)"\s*([^;]*);\n?')


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Writes each `@import` of `css/foras.css` out into the collected file, so that a page asks for one stylesheet.

    In `make dev` the browser follows the imports; the sources stay small files either way.
    """

    def post_process(self, paths, dry_run=False, **options):
        if BUNDLE in paths and not dry_run:
            source, path = paths[BUNDLE]
            Path(self.path(BUNDLE)).write_text(bundled(Path(source.path(path))), encoding="utf-8")
            paths = paths | {BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)


def bundled(file: Path) -> str:
    """The stylesheet with each import written out, once; `@import "x.css" print;` becomes `@media print {…}`.

    Without comments, blank lines and indents.
    """

    def imported(match: re.Match) -> str:
        css = (file.parent / match[1]).read_text(encoding="utf-8")
        return f"@media {match[2]} {{\n{css}}}\n" if match[2] else css

    css = _COMMENT.sub("", _IMPORT.sub(imported, file.read_text(encoding="utf-8")))
    return _INDENT.sub("\n", css)
