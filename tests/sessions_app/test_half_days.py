from datetime import time

import pytest
from django.utils.translation import override

from sessions_app.prints.half_days import half_days


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ((9, 0), (12, 30), [("morning", (9, 0), (12, 30))]),
        ((9, 0), (13, 30), [("morning", (9, 0), (13, 30))]),
        ((12, 30), (16, 0), [("afternoon", (12, 30), (16, 0))]),
        ((14, 0), (17, 0), [("afternoon", (14, 0), (17, 0))]),
        ((9, 0), (16, 0), [("morning", (9, 0), (13, 0)), ("afternoon", (13, 0), (16, 0))]),
        ((12, 0), (14, 0), [("morning", (12, 0), (13, 0)), ("afternoon", (13, 0), (14, 0))]),
        ((12, 30), (13, 40), [("afternoon", (12, 30), (13, 40))]),
        ((12, 20), (13, 30), [("morning", (12, 20), (13, 30))]),
    ],
)
def test_half_days(starts, ends, expected):
    with override("en"):
        found = [(str(half.name), half.starts, half.ends) for half in half_days(time(*starts), time(*ends))]
    assert found == [(name, time(*first), time(*last)) for name, first, last in expected]
