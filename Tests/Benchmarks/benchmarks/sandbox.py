"""The binary's own `stoke sandbox` as a process beside the one that is measured."""

import json
import subprocess
import urllib.request

from benchmarks.process import cpu_seconds


class Sandbox:
    """A running sandbox. Lifetimes are in seconds."""

    #: The client that every session is signed in for; the sandbox takes any name.
    CLIENT = "benchmark"

    def __init__(self, binary: str, access_lifetime: int, refresh_lifetime: int):
        self.process = subprocess.Popen(
            [binary, "sandbox", "--port", "0", "--access-lifetime", str(access_lifetime),
             "--refresh-lifetime", str(refresh_lifetime)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True)
        self.base_url = self.process.stdout.readline().strip()
        if not self.base_url:
            raise RuntimeError("the sandbox did not start")

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    @property
    def cpu_seconds(self) -> float:
        return cpu_seconds(self.process.pid)

    @property
    def configuration(self) -> dict:
        """Its discovery document."""
        return self.get(self.base_url + "/.well-known/smart-configuration")

    @property
    def state(self) -> dict:
        """Its faults, counts and grants."""
        return self.get(self.base_url.removesuffix("/fhir") + "/control/state")

    @property
    def refreshes(self) -> int:
        """How many refresh requests reached it."""
        return sum(
            kind["count"] for kind in self.state["token_requests"] if kind["grant_type"] == "refresh_token")

    @property
    def ended_grants(self) -> int:
        """How many grants cannot be refreshed any more, such as where a rotated refresh token was used again."""
        return sum(grant["ended"] is not None for grant in self.state["grants"])

    @staticmethod
    def get(address: str) -> dict:
        with urllib.request.urlopen(address) as response:
            return json.load(response)
