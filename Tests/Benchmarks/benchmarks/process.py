"""What the kernel tells of a running process: the time it took, the memory it holds, how often it woke.

Nothing here needs more rights than to see the process: Stoke forbids tracing, and with it most of `/proc/PID`.
"""

import os
import time


def cpu_seconds(process: int) -> float:
    """CPU time of all threads, ended ones included, to the nanosecond.

    It reads the process's CPU clock (clock_getcpuclockid(3)), since `/proc/PID/stat` counts in hundredths of a second.
    """
    scheduled = 2
    return time.clock_gettime_ns((~process << 3) | scheduled) / 1e9


def resident_bytes(process: int) -> int:
    """The memory that the process holds, mapped pages of its own file included."""
    return int(fields(f"/proc/{process}/status")["VmRSS"].split()[0]) * 1024


def wake_ups(process: int) -> int:
    """How often a thread of the process went to wait, which is how often one woke."""
    return sum(
        int(fields(f"/proc/{process}/task/{thread}/status")["voluntary_ctxt_switches"])
        for thread in os.listdir(f"/proc/{process}/task"))


def child_of(process: int) -> int:
    """The one child of a process, such as what `strace` runs."""
    while True:
        with open(f"/proc/{process}/task/{process}/children") as children:
            if found := children.read().split():
                return int(found[0])
        time.sleep(0.01)


def fields(path: str) -> dict[str, str]:
    with open(path) as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
