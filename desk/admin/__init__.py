"""What the desk adds to the admin."""

from desk.admin import found, people  # noqa: F401  (registers them)
