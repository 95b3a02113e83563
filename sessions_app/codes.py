"""Short codes that survive a bad printer and a telephone: no letter that looks like a digit, and a check character."""

import re
import secrets

from django.urls import register_converter

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: without I, L, O, U
CHECK = ALPHABET + "*~$=U"  # 37 characters, so that any single mistake and any swap of neighbours shows


def new_code(length: int = 5) -> str:
    """A random code of `length` characters; a rare repeat is refused, and planned with another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def check_character(code: str) -> str:
    """Crockford's check symbol: the code's value modulo 37."""
    value = 0
    for character in code:
        value = value * 32 + ALPHABET.index(character)
    return CHECK[value % 37]


def attendance_code(session_code: str, number: int) -> str:
    """The code on slip `number` (1, 2, …) of a session, with its check character: "K7F3Q-04-M"."""
    body = f"{session_code}{number:02d}"
    return f"{session_code}-{number:02d}-{check_character(body)}"


def is_valid(attendance: str) -> bool:
    """True when a typed attendance code is whole and its check character agrees; I, L and O are forgiven."""
    text = _forgiven(attendance)
    session_code, _, rest = text.partition("-")
    number, _, check = rest.partition("-")
    body = session_code + number
    if not body or not check or not set(body) <= set(ALPHABET):
        return False
    return check_character(body) == check


def looks_like_one(typed: str) -> bool:
    """True for what has the three parts of an attendance code, right or wrong."""
    return bool(re.fullmatch(r"\w{5}-\d{2,}-\S", typed.strip()))


def session_code(attendance: str) -> str:
    """The code of its session: "K7F3Q"."""
    return _forgiven(attendance).partition("-")[0]


def _forgiven(typed: str) -> str:
    return typed.strip().upper().translate(str.maketrans({"I": "1", "L": "1", "O": "0"}))


class CodeConverter:
    """`<code:code>` in a URL: a session's code as printed, five characters of the alphabet."""

    regex = f"[{ALPHABET}]{{5}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "code")
