"""Runs the parts that are asked for on one binary, or on two side by side, and judges by the budgets."""

import argparse
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.parts import PARTS
from benchmarks.population import Populations
from benchmarks.table import Measure, print_table


def executable(path: str) -> str:
    found = shutil.which(os.path.abspath(path))
    if found is None:
        raise argparse.ArgumentTypeError(f"{path} is no program")
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="Tests/Benchmarks/run", description=__doc__, epilog="It exits with 1 where a threshold is missed.")
    parser.add_argument("binary", metavar="BINARY", type=executable, help="such as .build/release/stoke")
    parser.add_argument("parts", metavar="PART", nargs="*", help=f"of {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--against", metavar="OTHER_BINARY", type=executable, help="a binary to compare with")
    parsed = parser.parse_args()
    for part in parsed.parts:
        if part not in PARTS:
            parser.error(f"there is no part “{part}”; there are {', '.join(PARTS)}")
    return parsed


@contextmanager
def scratch() -> Iterator[str]:
    """A folder for homes, private as Stoke wants it, and gone afterwards."""
    folder = tempfile.mkdtemp(prefix="stoke-benchmarks-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def measured(part: str, populations: Populations) -> list[Measure]:
    """The measures of a part; one that breaks off keeps what it has and counts as missed."""
    load = os.getloadavg()[0]
    print(f"{part}: measuring {populations.binary} ({os.cpu_count()} processors, load {load:.1f})", file=sys.stderr)
    measures: list[Measure] = []
    try:
        measures.extend(PARTS[part](populations))
    except Exception:
        traceback.print_exc()
        measures.append(Measure.broken(part))
    return measures


def main() -> int:
    options = arguments()
    with scratch() as folder:
        now = Populations(options.binary, os.path.join(folder, "now"))
        before = Populations(options.against, os.path.join(folder, "before")) if options.against else None
        measures: list[Measure] = []
        earlier: dict[str, Measure] = {}
        for part in options.parts or PARTS:
            if before:
                earlier |= {measure.name: measure for measure in measured(part, before)}
            measures += measured(part, now)
    print_table(measures, earlier if before else None)
    return 0 if all(measure.is_met for measure in measures) else 1


sys.exit(main())
