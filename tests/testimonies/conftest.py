import pytest

from tests.testimonies.clips import Clips


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    """Recordings made with the real ffmpeg, each once."""
    return Clips(tmp_path_factory.mktemp("clips"))
