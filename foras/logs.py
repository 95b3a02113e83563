"""What the log leaves out."""

import logging

from django.core.exceptions import PermissionDenied


class BriefRefusals(logging.Filter):
    """A 403 is one line: who is refused a page is no defect of ours that a traceback would help to find."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True
