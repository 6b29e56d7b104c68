"""The full-screen manager at 100,000 rows, from the other end of a terminal of 200×60."""

import time
from collections.abc import Iterator

from benchmarks.home import Home
from benchmarks.population import Populations
from benchmarks.process import cpu_seconds, wake_ups
from benchmarks.statistics import median, percentile
from benchmarks.table import Measure
from benchmarks.terminal import Answer, Terminal, answers, floor

ROWS = 100_000
#: Down and up again: within the rows that are shown, and past their end so that they scroll.
MOVES = ([b"j"] * 30 + [b"k"] * 30) * 8 + [b"j"] * 90 + [b"k"] * 90
FILTERS = ["site-3", "s0420", "site-7:s0", "live", "nowhere"]
ESCAPE = b"\x1b"
#: Seconds.
IDLE = 20


def measures(populations: Populations) -> Iterator[Measure]:
    yield Measure("floor of the measuring: cat, key to last byte p50", floor(lambda all: p(all, 0.5)), "ms")
    yield Measure("floor of the measuring: cat, key to last byte p99", floor(lambda all: p(all, 0.99)), "ms")
    yield from keys(populations.live(ROWS))
    yield from idling(populations.counting(ROWS), "countdowns", most_cpu=0.05)
    yield from idling(populations.still(ROWS), "nothing counting down", most_wake_ups=0, most_bytes=0)


def p(moves: list[Answer], part: float) -> float:
    """Milliseconds until the last byte."""
    return percentile([answer.seconds for answer in moves], part) * 1000


def keys(home: Home) -> Iterator[Measure]:
    with Terminal([home.binary], home.environment) as terminal:
        screen = terminal.settle()
        if b"site-1" not in screen.drawn:
            raise RuntimeError(f"the first screen shows no session: {screen.drawn[-400:]!r}")
        yield Measure(f"exec to settled first screen, {ROWS:,} sessions", screen.seconds * 1000, "ms")
        yield from moving(terminal, "cursor move")
        yield from filtering(terminal)
        yield Measure("mark all, key to last byte", p(answers(terminal, [b"*"]), 1), "ms")
        yield from moving(terminal, "cursor move, all marked")
        terminal.end()


def moving(terminal: Terminal, name: str) -> Iterator[Measure]:
    moves = answers(terminal, MOVES)
    sizes = [len(answer.drawn) for answer in moves]
    yield Measure(f"{name}, key to last byte p50", p(moves, 0.5), "ms", most=0.4)
    yield Measure(f"{name}, key to last byte p99", p(moves, 0.99), "ms", most=1)
    yield Measure(f"{name}, bytes p50", median(sizes), most=150)
    yield Measure(f"{name}, bytes p99", percentile(sizes, 0.99))


def filtering(terminal: Terminal) -> Iterator[Measure]:
    """Types filters letter by letter. A letter may bring nothing to draw, and is then no measurement."""
    typed: list[Answer] = []
    for words in FILTERS:
        answers(terminal, [b"/"])
        typed += answers(terminal, [letter.encode() for letter in words])
        answers(terminal, [ESCAPE], pause=0.2)
    yield Measure("filter, a keystroke to last byte p50", p(typed, 0.5), "ms", most=10)
    yield Measure("filter, a keystroke to last byte, slowest", p(typed, 1), "ms", most=10)


def idling(
    home: Home, name: str, most_cpu: float | None = None, most_wake_ups: float | None = None,
    most_bytes: float | None = None,
) -> Iterator[Measure]:
    """What an idle manager costs: CPU in hundredths of one core, wake-ups of any thread, bytes to the terminal."""
    with Terminal([home.binary], home.environment) as terminal:
        wait_for_calm(terminal)
        begun, cpu, woken = time.perf_counter(), cpu_seconds(terminal.process), wake_ups(terminal.process)
        size = terminal.read_for(IDLE)
        spent, woken = cpu_seconds(terminal.process) - cpu, wake_ups(terminal.process) - woken
        elapsed = time.perf_counter() - begun
        terminal.end()
    yield Measure(f"idle, {name}: CPU", spent / elapsed * 100, "%", most=most_cpu)
    yield Measure(f"idle, {name}: wake-ups in {IDLE} s", woken, most=most_wake_ups)
    yield Measure(f"idle, {name}: bytes in {IDLE} s", size, most=most_bytes)


def wait_for_calm(terminal: Terminal) -> None:
    """Reads until the sessions are shown and the program rests, if only between two seconds of a countdown."""
    drawn = b""
    while b"site-1" not in drawn:
        drawn += terminal.read_until_settled(0.3)[0]
