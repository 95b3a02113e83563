"""The public pages, as data: every matrix of page × language walks this list."""

LANGUAGES = ("fr", "en", "ar")

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

# Public only once there is an administrator: on a served portal, or with the fixture `public_stories`.
STORY_PAGES = ("testimonies/?country=mali&tone=difficulty", "testimonies/poultry-farm-kolda/")
