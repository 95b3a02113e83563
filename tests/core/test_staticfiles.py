"""One stylesheet is collected from many small files."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from core.staticfiles import BUNDLE, bundled


@pytest.fixture
def written(tmp_path):
    """Writes stylesheets, and gives back the first one bundled."""

    def write(**files):
        for name, css in files.items():
            (tmp_path / f"{name}.css").write_text(css)
        return bundled(tmp_path / f"{next(iter(files))}.css")

    return write


def test_imports_are_written_out_in_order(written):
    css = written(all='@import "one.css";\n@import "two.css";\nb {}\n', one="a {}\n", two="i {}\n")
    assert css == "a {}\ni {}\nb {}\n"


def test_an_import_for_print_is_wrapped(written):
    assert written(all='@import "paper.css" print;\n', paper="a {}\n") == "@media print {\na {}\n}\n"


def test_comments_are_gone(written):
    assert written(all='/* first\nline */\n@import "one.css";\n', one="/* why */\na { b: c }\n") == "a { b: c }\n"


def test_a_missing_file_is_an_error(written):
    with pytest.raises(FileNotFoundError):
        written(all='@import "nothing.css";\n')


def test_the_collected_stylesheet_imports_nothing_and_carries_no_comment():
    css = (settings.STATIC_ROOT / staticfiles_storage.stored_name(BUNDLE)).read_text()
    assert re.findall(r"@import|/\*", css.replace("/*# sourceMappingURL", "")) == []


def test_the_collected_stylesheet_holds_every_source_file():
    sources = re.findall(r'@import "([\w.-]+)"', (settings.BASE_DIR / "static" / BUNDLE).read_text())
    css = (settings.STATIC_ROOT / staticfiles_storage.stored_name(BUNDLE)).read_text()
    firsts = [_first_rule(settings.BASE_DIR / "static" / "css" / name) for name in sources]
    assert len(firsts) >= 5
    assert [rule for rule in firsts if rule not in css] == []


def _first_rule(file):
    """The first selector of a stylesheet, up to its brace."""
    return re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S).strip().partition("{")[0]


def test_every_collected_file_has_a_compressed_twin_when_that_is_smaller():
    file = settings.STATIC_ROOT / staticfiles_storage.stored_name(BUNDLE)
    assert file.with_name(f"{file.name}.br").stat().st_size < file.stat().st_size / 3
