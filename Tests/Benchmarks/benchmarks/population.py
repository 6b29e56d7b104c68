"""Homes with as many sessions as a measurement wants, made once for a binary and kept while it is measured.

One session is signed in by the binary itself at its own sandbox, and multiplied in the vault.
"""

import os
import time
from collections.abc import Iterable

from benchmarks.home import Home
from benchmarks.sandbox import Sandbox
from benchmarks.sign_in import sign_in
from benchmarks.vault import Replacement, Vault

DAY = 24 * 60 * 60
#: The endpoints that the sessions are spread over, all of them at the same sandbox.
ENDPOINTS = [f"site-{number}" for number in range(1, 9)]
TEMPLATE = f"{ENDPOINTS[0]}:template"


def names(count: int) -> list[str]:
    """So many names of sessions, such as `site-3:s000018`."""
    return [f"{ENDPOINTS[number % len(ENDPOINTS)]}:s{number:06}" for number in range(count)]


def home_at(sandbox: Sandbox, binary: str, folder: str, access: str = "offline") -> Home:
    """A home with the endpoints, and the one session that the others are made of."""
    home = Home.make(binary, folder)
    for endpoint in ENDPOINTS:
        home.add_endpoint(endpoint, sandbox.base_url, Sandbox.CLIENT)
    sign_in(home, TEMPLATE, access)
    return home


def unchanged(count: int) -> Iterable[Replacement]:
    return ((name, {}) for name in names(count))


class Populations:
    """The homes of one binary, in one folder. Who changes a home works on a copy of it."""

    def __init__(self, binary: str, folder: str):
        self.binary = binary
        self.folder = folder
        self.homes: dict[str, Home] = {}

    def place(self, name: str) -> str:
        """Where a home of that name goes."""
        return os.path.join(self.folder, name)

    def live(self, count: int) -> Home:
        """Sessions whose tokens live for days: nothing is due, and what is shown changes by the minute at most."""
        return self.signed_in(f"live-{count}", count, access_lifetime=10 * DAY)

    def counting(self, count: int) -> Home:
        """Sessions whose tokens live for less than an hour, so that a countdown runs by the second in each row."""
        return self.signed_in(f"counting-{count}", count, access_lifetime=50 * 60)

    def still(self, count: int) -> Home:
        """Sessions that lapsed, so that nothing counts down."""
        return self.homes.get(f"still-{count}") or self.lapsed(f"still-{count}", count)

    def signed_in(self, name: str, count: int, access_lifetime: int) -> Home:
        if name not in self.homes:
            with Sandbox(self.binary, access_lifetime, 30 * DAY) as sandbox:
                self.homes[name] = home_at(sandbox, self.binary, self.place(name))
            with Vault(self.homes[name]) as vault:
                vault.multiply(TEMPLATE, unchanged(count))
        return self.homes[name]

    def lapsed(self, name: str, count: int) -> Home:
        """Lets a session without a refresh token expire; asking for its token makes its keeper write the lapse down."""
        sign_in_needed = 3
        with Sandbox(self.binary, 1, 30 * DAY) as sandbox:
            home = home_at(sandbox, self.binary, self.place(name), access="none")
        time.sleep(1.5)
        home.run("token", TEMPLATE, expecting=sign_in_needed)
        with Vault(home) as vault:
            vault.multiply(TEMPLATE, unchanged(count))
        self.homes[name] = home
        return home
