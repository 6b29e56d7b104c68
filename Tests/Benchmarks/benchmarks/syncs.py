"""Counts how often a program makes the disk durable, by strace(1)."""

import shutil
from typing import TextIO

CALLS = ["fsync", "fdatasync", "sync_file_range", "syncfs", "sync", "msync"]


def counting_syncs(program: list[str], report: str) -> list[str]:
    """The command that runs a program and writes a line into `report` for each sync.

    `--seccomp-bpf` lets every other system call pass without a stop, so that the program stays nearly as fast as it is.
    """
    strace = shutil.which("strace")
    if strace is None:
        raise RuntimeError("strace is missing, which counts the syncs; install it: apt-get install strace")
    options = ["--follow-forks", "--seccomp-bpf", "--quiet=all", f"--trace={','.join(CALLS)}", f"--output={report}"]
    return [strace, *options, "--", *program]


def count(report: TextIO) -> int:
    """How many syncs were reported since the last call; the two halves of an interrupted line count once."""
    return sum("resumed>" not in line for line in report)
