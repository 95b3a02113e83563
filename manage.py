#!/usr/bin/env python
"""Django's command line for FORAS. A wrong setting ends in one clear line, not in a traceback."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foras.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"foras: {error}")


if __name__ == "__main__":
    main()
