"""How many refreshes a second the full-screen manager keeps up with beside the sandbox, and what each costs.

The access tokens live for a second and are due after half of one, so that there is always more to do than is done.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.home import Home
from benchmarks.population import DAY, TEMPLATE, Populations, home_at, names
from benchmarks.process import child_of, cpu_seconds, resident_bytes
from benchmarks.sandbox import Sandbox
from benchmarks.sign_in import Client
from benchmarks.syncs import counting_syncs, count
from benchmarks.table import Measure
from benchmarks.terminal import Terminal
from benchmarks.vault import Replacement, Vault

SESSIONS = 600
#: Seconds: until the first rush is over, and as long as is measured.
WARM_UP, WINDOW = 3, 10
MEGABYTE, KILOBYTE = 1 << 20, 1 << 10


@dataclass(frozen=True)
class Counters:
    """What has been spent by a moment."""

    time: float
    refreshes: int
    keeper: float
    sandbox: float

    @classmethod
    def read(cls, sandbox: Sandbox, keeper: int) -> "Counters":
        refreshes = sandbox.refreshes
        return cls(time.perf_counter(), refreshes, cpu_seconds(keeper), sandbox.cpu_seconds)


def measures(populations: Populations) -> Iterator[Measure]:
    with Sandbox(populations.binary, 1, 30 * DAY) as sandbox:
        home = home_at(sandbox, populations.binary, populations.place("keeper"))
        with Vault(home) as vault:
            # The tokens of the template itself are used by nobody.
            vault.multiply(TEMPLATE, list(signed_in(sandbox)))
        yield from rate(home, sandbox)
        yield syncs(home, sandbox)
        yield Measure("sessions lost over it", sandbox.ended_grants, most=0)


def signed_in(sandbox: Sandbox) -> Iterator[Replacement]:
    """Sessions with tokens of their own, for the same scopes as `stoke login` asks for."""
    client = Client(sandbox, "openid fhirUser launch/patient patient/*.rs offline_access")
    for name in names(SESSIONS):
        tokens = client.sign_in()
        yield name, {column: tokens[column].encode() for column in ("access_token", "refresh_token", "id_token")}


def rate(home: Home, sandbox: Sandbox) -> Iterator[Measure]:
    with Terminal([home.binary], home.environment) as terminal:
        terminal.read_for(WARM_UP)
        before = Counters.read(sandbox, terminal.process)
        terminal.read_for(WINDOW)
        after = Counters.read(sandbox, terminal.process)
        held = resident_bytes(terminal.process)
        terminal.end()
    done = after.refreshes - before.refreshes
    yield Measure(f"refreshes a second, {SESSIONS} sessions", done / (after.time - before.time), least=1_000)
    yield Measure("CPU a refresh, keeper", (after.keeper - before.keeper) / done * 1000, "ms", most=0.5)
    yield Measure("CPU a refresh, sandbox", (after.sandbox - before.sandbox) / done * 1000, "ms")
    budget = 25 * MEGABYTE + SESSIONS * KILOBYTE
    yield Measure(f"memory, {SESSIONS} sessions at that rate", held / MEGABYTE, "MB", most=budget / MEGABYTE)


def syncs(home: Home, sandbox: Sandbox) -> Measure:
    """Counted in a run of its own, since counting slows the keeper a little."""
    with tempfile.NamedTemporaryFile("r") as report:
        with Terminal(counting_syncs([home.binary], report.name), home.environment) as terminal:
            terminal.read_for(WARM_UP)
            before, synced = Counters.read(sandbox, child_of(terminal.process)), count(report)
            terminal.read_for(WINDOW)
            after, synced = Counters.read(sandbox, child_of(terminal.process)), count(report)
            terminal.end()
    return Measure("syncs of the disk a refresh", synced / (after.refreshes - before.refreshes), most=1)
