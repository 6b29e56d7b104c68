"""From exec to the first thing of use, in a home with 50 endpoints."""

from collections.abc import Iterator

from benchmarks.home import Home
from benchmarks.population import DAY, TEMPLATE, Populations, home_at
from benchmarks.sandbox import Sandbox
from benchmarks.statistics import median
from benchmarks.table import Measure
from benchmarks.terminal import Terminal

ENDPOINTS = 50
STARTS, COMMANDS = 15, 30


def measures(populations: Populations) -> Iterator[Measure]:
    home = Home.make(populations.binary, populations.place("start"))
    for number in range(ENDPOINTS):
        home.add_endpoint(f"hospital-{number:04}", f"https://fhir{number}.example.org/r4", "x")
    screens = [first_screen(home) for _ in range(STARTS)]
    yield from judged(f"exec to settled first screen, {ENDPOINTS} endpoints", screens)
    yield from judged(f"stoke status, {ENDPOINTS} endpoints", [home.seconds_of("status") for _ in range(COMMANDS)])
    with Sandbox(populations.binary, 10 * DAY, 30 * DAY) as sandbox:
        signed_in = home_at(sandbox, populations.binary, populations.place("start-token"))
    tokens = [signed_in.seconds_of("token", TEMPLATE) for _ in range(COMMANDS)]
    yield from judged("stoke token, still valid, 1 session", tokens)


def judged(name: str, seconds: list[float]) -> Iterator[Measure]:
    """The median, which is judged, and the least, which other work on the machine disturbs less."""
    yield Measure(name, median(seconds) * 1000, "ms", most=25)
    yield Measure(f"{name}: least", min(seconds) * 1000, "ms")


def first_screen(home: Home) -> float:
    """Seconds from exec to the last byte of the first screen."""
    with Terminal([home.binary], home.environment) as terminal:
        screen = terminal.settle()
        if b"hospital-0000" not in screen.drawn:
            raise RuntimeError(f"the first screen shows no endpoint: {screen.drawn[-400:]!r}")
        terminal.end()
        return screen.seconds
