"""The coordinator's desk, one module a subject."""

from sessions_app.admin import closures, headcounts, people, places, programme, releases

__all__ = ["closures", "headcounts", "people", "places", "programme", "releases"]
