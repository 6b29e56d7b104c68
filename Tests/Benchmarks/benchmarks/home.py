"""A home of Stoke's in a folder of its own, and commands run in it."""

import os
import shutil
import subprocess
import time


class Home:
    """A `STOKE_HOME` for one binary. Its vault opens by a key command, so that commands need no person."""

    KEY_COMMAND = "echo 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"

    def __init__(self, binary: str, folder: str):
        self.binary = binary
        self.folder = folder
        self.environment = {
            "STOKE_HOME": folder, "HOME": folder, "PATH": os.environ["PATH"], "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
        }

    @classmethod
    def make(cls, binary: str, folder: str) -> "Home":
        os.makedirs(folder, mode=0o700)
        home = cls(binary, folder)
        home.run("vault", "init", "--key-command", cls.KEY_COMMAND)
        return home

    def copy(self, folder: str) -> "Home":
        """The same home at another place, for what must not leave its traces here."""
        shutil.copytree(self.folder, folder)
        copy = Home(self.binary, folder)
        # A vault that came from elsewhere runs no key command before somebody said yes.
        copy.run("vault", "trust", "--key-command", self.KEY_COMMAND)
        return copy

    def add_endpoint(self, name: str, base_url: str, client: str) -> None:
        self.run("endpoint", "add", name, base_url, "--client-id", client)

    def run(self, *arguments: str, expecting: int = 0) -> str:
        """What a command prints; it is an error if it ends with another status than the expected one."""
        ended = subprocess.run(
            [self.binary, *arguments], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if ended.returncode != expecting:
            raise RuntimeError(f"stoke {' '.join(arguments)} ended with {ended.returncode}: {ended.stderr.strip()}")
        return ended.stdout

    def seconds_of(self, *arguments: str) -> float:
        """The wall time of a command, from just before it is started until it has ended."""
        nowhere = [(os.POSIX_SPAWN_OPEN, descriptor, "/dev/null", os.O_RDWR, 0) for descriptor in range(3)]
        begun = time.perf_counter()
        process = os.posix_spawn(self.binary, [self.binary, *arguments], self.environment, file_actions=nowhere)
        _, status = os.waitpid(process, 0)
        ended = time.perf_counter()
        if status != 0:
            raise RuntimeError(f"stoke {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
        return ended - begun
