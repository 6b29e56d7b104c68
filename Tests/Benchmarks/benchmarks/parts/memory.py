"""What the full-screen manager holds in memory once it has settled, with few sessions and with many."""

from collections.abc import Iterator

from benchmarks.population import Populations
from benchmarks.process import resident_bytes
from benchmarks.table import Measure
from benchmarks.terminal import Terminal

COUNTS = [10, 1_000, 100_000]
MEGABYTE, KILOBYTE = 1 << 20, 1 << 10
BASE, EACH = 25 * MEGABYTE, 1 * KILOBYTE


def measures(populations: Populations) -> Iterator[Measure]:
    for count in COUNTS:
        home = populations.live(count)
        with Terminal([home.binary], home.environment) as terminal:
            terminal.settle()
            held = resident_bytes(terminal.process)
            terminal.end()
        yield Measure(
            f"memory at {count:,} sessions", held / MEGABYTE, "MB", most=(BASE + count * EACH) / MEGABYTE)
