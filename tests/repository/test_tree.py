"""What may not stand in any file, and what must stand beside each other."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from tests.repository.files import APPS, OURS, ROOT, files, hits

HERE = "tests/repository/"
TEXTS = (".py", ".html", ".css", ".js", ".yaml", ".md", ".toml", ".txt", ".in", ".sh", ".po", "")


def texts():
    """Every text of ours but these tests, which name what they look for."""
    found = [
        path for path in files(*TEXTS) if path.name not in ("LICENSE", ".gitignore", ".git")
    ]  # .git: a worktree's pointer
    return [path for path in found if HERE not in str(path)]


def test_nothing_is_left_to_do_and_no_text_is_filler():
    found = hits(r"\b(TODO|FIXME|XXX|HACK)\b|lorem ipsum", texts(), re.IGNORECASE)
    assert [hit for hit in found if "MM XXX XXX" not in hit] == []


def test_no_path_of_a_machine_and_no_host_of_a_registry_is_written():
    pattern = r"/work/|/tmp/\w+|(?<![\w.])/home/\w+|/root/|pypi\.org|pythonhosted|artifactory|nexus\."
    assert hits(rf"{pattern}|registry\.npmjs|\.internal\b", texts()) == []


def test_no_secret_is_written():
    found = hits(r"BEGIN [A-Z ]*PRIVATE KEY|SECRET_KEY\s*=\s*[\"'][^\"']{30}|AKIA[0-9A-Z]{16}", texts())
    assert found == []


def test_no_text_was_written_with_tabs_or_carriage_returns():
    paths = [path for path in texts() if path.name != "Makefile" and path.suffix != ".po"]
    assert [str(path) for path in paths if {"\t", "\r"} & set(path.read_bytes().decode())] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert out.getvalue() == "No changes detected\n"


def test_nothing_is_named_for_having_no_subject():
    banned = ("utils", "helpers", "services", "mixins", "signals", "misc", "common")
    assert [str(path) for path in files(".py", under=APPS) if path.stem in banned] == []


READ = re.compile(r"""(?:env(?:\.\w+)?\(|environ\.get\(|environ\[)\s*"([A-Z][A-Z_]*)\"""")
SET_BY_OURSELVES = {"DJANGO_SETTINGS_MODULE", "PATH"}  # PATH is the machine's: ffmpeg is given it and little else


def test_the_example_lists_exactly_the_variables_that_are_read():
    lines = (ROOT / ".env.example").read_text().splitlines()
    listed = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    read = {name for path in files(".py", under=APPS) for name in READ.findall(path.read_text())}
    assert sorted(listed) == sorted(read - SET_BY_OURSELVES)


def test_each_variable_of_the_example_has_its_comment():
    blocks = (ROOT / ".env.example").read_text().strip().split("\n\n")
    assert [block for block in blocks if not block.startswith("#")] == []


def test_each_python_module_begins_by_saying_what_it_is():
    """Declarations that Django finds by their name speak for themselves."""
    silent = {"apps.py", "urls.py", "admin.py", "translation.py", "__init__.py"}
    modules = [
        path for path in files(".py", under=OURS[:6]) if "migrations" not in path.parts and path.name not in silent
    ]
    assert len(modules) > 25
    assert [str(path) for path in modules if not path.read_text().startswith('"""')] == []


def test_no_module_is_long():
    """A thermometer: when a file grows beyond this, a subject hides in it."""
    paths = [path for path in files(".py", under=APPS) if "migrations" not in path.parts]
    assert {str(path): n for path in paths if (n := len(path.read_text().splitlines())) > 350} == {}


# Modules that are one step of a page or of a task, tested through it: the test file that would fail without them.
THROUGH = {
    "core/admin_filters": "core/test_admin",
    "core/audited": "core/test_limited",  # a deletion stands in the log
    "core/spoken": "sessions_app/test_pages",  # languages of a session, in words
    "desk/access": "desk/test_views",
    "desk/found": "desk/test_morning",
    "desk/kinds": "desk/test_morning",
    "desk/models": "desk/test_links",
    "desk/programme": "desk/test_morning",
    "desk/stories": "desk/test_morning",
    "desk/texts": "desk/test_morning",
    "desk/sign_in": "desk/test_second_factor",
    "foras/worker": "testimonies/test_killed_worker",
    "sessions_app/agenda": "sessions_app/test_pages",  # the fortnight
    "sessions_app/codes": "sessions_app/test_prints",
    "sessions_app/desk": "sessions_app/test_desk_week",
    "sessions_app/forms": "sessions_app/test_pages",  # every filter, and every wrong one
    "sessions_app/objections": "sessions_app/test_planning",  # what speaks against a session, asked by planning
    "sessions_app/querysets": "sessions_app/test_pages",  # drafts and unpublished points are not there
    "sessions_app/share": "sessions_app/test_pages",  # as text
    "sessions_app/sitemaps": "sessions_app/test_pages",  # what search engines find
    "sessions_app/surroundings": "sessions_app/test_planning",
    "sessions_app/timetable": "sessions_app/test_release",
    "sessions_app/travel": "sessions_app/test_conflicts",
    "sessions_app/weeks": "sessions_app/test_pages",  # addresses of weeks, right and wrong
    "testimonies/balance": "testimonies/test_views",
    "testimonies/forms": "testimonies/test_views",
    "testimonies/posters": "testimonies/test_admin_media",
    "testimonies/querysets": "testimonies/test_ledger",
    "testimonies/sitemaps": "testimonies/test_surfaces",
}


def test_the_tests_mirror_the_code():
    """`tests/<app>/test_<module>.py` for each module that holds more than declarations, or the file that is named."""
    declarations = {"apps", "urls", "print_urls", "media_urls", "translation", "admin", "__init__"}
    declarations |= {"gunicorn", "wsgi", "asgi", "formats"}
    folders = [path for app in APPS for path in (ROOT / app).glob("*.py")]
    modules = {f"{path.parent.name}/{path.stem}" for path in folders if path.stem not in declarations}
    own = {module for module in modules if (ROOT / "tests" / module.replace("/", "/test_")).with_suffix(".py").exists()}
    assert modules - own == set(THROUGH)
    assert [file for file in THROUGH.values() if not (ROOT / f"tests/{file}.py").exists()] == []
