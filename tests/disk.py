"""A disk that is full, without filling one."""

import resource
from contextlib import contextmanager


@contextmanager
def full_disk(most: int):
    """Within it no file grows beyond `most` bytes: the write fails as on a disk that is full. Children inherit it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
