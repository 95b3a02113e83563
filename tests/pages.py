"""The public pages, as data: every matrix of page × language walks this list."""

LANGUAGES = ("fr", "en", "ar")
SESSION = "F0RAS"  # the code of the session that `rows.page_session` makes at Oujda, on 24 November 2026

# Paths after the language prefix. A page that is not here is not looked at: tests/foras/test_urls.py compares.
PAGES = (
    "",
    "countries/",
    "countries/senegal/",
    "countries/mali/opportunities/",
    "countries/guinea/contacts/",
    "opportunities/",
    "opportunities/?country=senegal&sector=poultry",
    "opportunities/?sector=nothing",
    "contacts/",
    "sessions/",
    "sessions/?city=oujda&language=fr",
    "sessions/?module=nothing",
    "sessions/oujda/",
    "sessions/oujda/2026-W48/",
    f"sessions/oujda/{SESSION}/",
    "testimonies/",
    "return/",
    "questions/",
    "checklist/",
    "figures/",
    "about/",
    "rights/",
    "privacy/",
    "accessibility/",
    "sitemap/",
)

# Public addresses that answer with a file instead of a page.
FILES = (
    f"sessions/oujda/{SESSION}.ics",
    f"sessions/oujda/{SESSION}.txt",
    "sessions/oujda/feed.ics",
    "sessions/oujda/2026-W48.pdf",
)

# Public only once there is an administrator: on a served portal, or with the fixture `public_stories`.
STORY_PAGES = ("testimonies/?country=mali&tone=difficulty", "testimonies/poultry-farm-kolda/")
STORY_FILES = ("testimonies/poultry-farm-kolda.txt",)
