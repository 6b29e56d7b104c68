"""A program behind a pseudo-terminal, seen as the terminal sees it: keys go in, bytes come out.

The other end is read by a blocking `poll` until it is empty, so that no byte waits for its time stamp and the reader takes
no processor from what it measures. What measuring costs by itself is measured too: see `floor`.
"""

import fcntl
import os
import pty
import select
import struct
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.process import cpu_seconds


@dataclass(frozen=True)
class Answer:
    """What came after a key: the bytes, and how many seconds until the last of them."""

    drawn: bytes
    seconds: float


class Terminal:
    """A terminal of 200×60 with a program in it, whose process is `process`."""

    ROWS, COLUMNS = 60, 200
    #: Seconds after which a program that still works or draws is given up.
    PATIENCE = 300

    def __init__(self, program: list[str], environment: dict[str, str]):
        clock, child_clock = os.pipe()
        self.process, self.screen = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", self.ROWS, self.COLUMNS, 0, 0))
            os.write(child_clock, struct.pack("d", time.perf_counter()))
            os.execve(program[0], program, environment)
        os.close(child_clock)
        # Taken in the child just before the program replaces it: forking this Python is no cost of the program.
        (self.started,) = struct.unpack("d", os.read(clock, 8))
        os.close(clock)
        self.poll = select.poll()
        self.poll.register(self.screen, select.POLLIN)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            os.kill(self.process, 9)
            os.waitpid(self.process, 0)
        os.close(self.screen)

    # Reading

    def read(self, pause: float) -> bytes:
        """What is there, or comes within so many seconds; empty where nothing does."""
        if not self.poll.poll(pause * 1000):
            return b""
        try:
            return os.read(self.screen, 1 << 16)
        except OSError:  # EIO: the program has ended.
            raise EOFError("the program in the terminal has ended") from None

    def read_for(self, seconds: float) -> int:
        """Reads for so long and tells how many bytes came."""
        size, end = 0, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            size += len(self.read(left))
        return size

    def read_until_settled(self, pause: float) -> tuple[bytes, float | None]:
        """All that comes until the program neither draws nor works for so many seconds, and the time of the last byte.

        A program that computes in silence is not settled: its CPU clock tells.
        """
        pieces, last, end = [], None, time.perf_counter() + self.PATIENCE
        while time.perf_counter() < end:
            worked = cpu_seconds(self.process)
            if piece := self.read(pause):
                last = time.perf_counter()
                pieces.append(piece)
            elif cpu_seconds(self.process) - worked < pause / 20:
                return b"".join(pieces), last
        raise TimeoutError(f"the screen did not settle within {self.PATIENCE} s")

    def settle(self) -> Answer:
        """The first screen, timed from when the program was started."""
        drawn, last = self.read_until_settled(1)
        return Answer(drawn, (last or self.started) - self.started)

    # Keys

    def write(self, keys: bytes) -> None:
        os.write(self.screen, keys)

    def press(self, key: bytes, pause: float = 0.02) -> Answer | None:
        """Sends a key and waits for what it brings; `None` where that is nothing."""
        begun = time.perf_counter()
        self.write(key)
        drawn, last = self.read_until_settled(pause)
        return Answer(drawn, last - begun) if last else None

    def end(self, key: bytes = b"q") -> None:
        """Leaves the program by its own key and waits until it has ended."""
        self.write(key)
        self.read_to_end()

    def read_to_end(self, patience: float = 60) -> None:
        """Reads what the program still draws until it has ended by itself."""
        end = time.perf_counter() + patience
        try:
            while time.perf_counter() < end:
                self.read(0.1)
        except EOFError:
            os.waitpid(self.process, 0)
            self.process = 0
            return
        raise TimeoutError("the program does not end")


def answers(terminal: Terminal, keys: list[bytes], pause: float = 0.02, patience: float = 60) -> list[Answer]:
    """The answers to keys that are pressed one after the other, each when all before it is drawn and done.

    After so many seconds the rest of the keys is let go: a program that is slow needs fewer of them to be known for it.
    """
    found, end = [], time.perf_counter() + patience
    for key in keys:
        if answer := terminal.press(key, pause):
            found.append(answer)
        if time.perf_counter() > end:
            break
    return found


def floor(measure: Callable[[list[Answer]], float]) -> float:
    """What measuring costs by itself: `measure` of the answers of `cat`, behind the same kind of terminal."""
    program = ["/bin/sh", "-c", "stty raw -echo; exec cat"]
    with Terminal(program, {"PATH": os.environ["PATH"], "TERM": "dumb"}) as terminal:
        time.sleep(0.5)
        return measure(answers(terminal, [b"x"] * 300))
