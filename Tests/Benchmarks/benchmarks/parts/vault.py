"""What it costs to come by one session, or by all, in a vault of 1,000 and of 100,000."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.home import Home
from benchmarks.population import Populations, names
from benchmarks.statistics import median
from benchmarks.table import Measure
from benchmarks.terminal import Terminal

FEW, MANY = 1_000, 100_000
#: How often a command is repeated, unless that takes longer than so many seconds.
RUNS, PATIENCE = 15, 20
PASSPHRASE = b"a passphrase of a benchmark"
#: The budget of what needs all sessions: microseconds for each.
EACH = 20


@dataclass(frozen=True)
class Whole:
    """Seconds that the full-screen manager takes over all sessions."""

    unlock: float
    reload: float


def measures(populations: Populations) -> Iterator[Measure]:
    for count in (FEW, MANY):
        home = populations.live(count)
        yield from commands(home, count)
    few, many = (whole(populations, count) for count in (FEW, MANY))
    for name, less, more in (("unlock", few.unlock, many.unlock), ("reload", few.reload, many.reload)):
        yield Measure(f"{name} at {FEW:,} sessions", less * 1000, "ms")
        yield Measure(f"{name} at {MANY:,} sessions", more * 1000, "ms")
        yield Measure(f"{name}, each session more", (more - less) / (MANY - FEW) * 1e6, "µs", most=EACH)


def commands(home: Home, count: int) -> Iterator[Measure]:
    session = names(count)[count // 2]
    yield Measure(f"stoke vault unlock at {count:,}", cost(home, "vault", "unlock"), "ms", most=25)
    yield Measure(f"stoke token at {count:,}", cost(home, "token", session), "ms", most=25)
    budget = 25 + count * EACH / 1000
    yield Measure(f"stoke status --json at {count:,}", cost(home, "status", "--json"), "ms", most=budget)


def cost(home: Home, *arguments: str) -> float:
    """Milliseconds that a command takes, the median of some runs."""
    runs: list[float] = []
    while len(runs) < RUNS and sum(runs) < PATIENCE:
        runs.append(home.seconds_of(*arguments))
    return median(runs) * 1000


def whole(populations: Populations, count: int) -> Whole:
    """Locks a copy of a home under a passphrase, unlocks it on the screen, and reads all again."""
    home = populations.live(count).copy(populations.place(f"passphrase-{count}"))
    with Terminal([home.binary, "vault", "rekey"], home.environment) as terminal:
        for _ in range(2):
            terminal.settle()
            terminal.write(PASSPHRASE + b"\n")
        terminal.read_to_end()
    with Terminal([home.binary], home.environment) as terminal:
        # A locked manager opens with the question for the passphrase.
        terminal.settle()
        terminal.press(PASSPHRASE, pause=0.5)
        unlock = terminal.press(b"\r", pause=1)
        if b"site-1" not in unlock.drawn:
            raise RuntimeError(f"unlocking shows no session: {unlock.drawn[-400:]!r}")
        reload = terminal.press(b"R", pause=1)
        terminal.end()
    return Whole(unlock.seconds, reload.seconds)
