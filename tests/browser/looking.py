"""What a browser test looks at: what a page asked for and complained about, and what axe-core says of it."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}  # the only rule that a colour scheme can change


class Watch:
    """Notes everything a page asks for, fails to get and writes to the console, from now on."""

    def __init__(self, page: Page):
        self.requests: list[str] = []
        self.failed: list[str] = []
        self.complaints: list[str] = []  # errors and warnings, the policy's reports among them
        self.hints: list[str] = []  # Chromium's advice
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", lambda request: self.failed.append(f"{request.url}: {request.failure}"))
        page.on("response", lambda response: self._note_status(response))
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note_status(self, response) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.url}: {response.status}")

    def _note_message(self, message) -> None:
        notes = self.complaints if message.type in ("error", "warning", "assert") else self.hints
        notes.append(f"{message.type}: {message.text}")

    def elsewhere(self, home: str) -> list[str]:
        """The requests that left the site."""
        return [url for url in self.requests if not url.startswith((f"{home}/", "data:", "blob:"))]


def violations(page: Page, rules: dict = RULES, skipped: dict[str, str] | None = None) -> list[str]:
    """One line for each element that breaks a rule of axe-core; `skipped` names, for a rule, whom not to ask."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
    return [
        f"{violation['id']}: {node['target'][-1]} {node['html'][:120]} {reason(node)}"
        for violation in found["violations"]
        for node in violation["nodes"]
        if not page.evaluate(
            "([target, skip]) => !!skip && !!document.querySelector(target)?.matches(skip)",
            [node["target"][-1], (skipped or {}).get(violation["id"])],
        )
    ]


def reason(node: dict) -> str:
    return " · ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])


def words(text: str) -> str:
    """A text without its spaces, to compare what two readers of it break differently."""
    return re.sub(r"\s+", "", text)
