"""The parts of the benchmark, in the order in which they run."""

from benchmarks.parts import interface, keeper, memory, start, vault

PARTS = {
    "start": start.measures,
    "keeper": keeper.measures,
    "memory": memory.measures,
    "vault": vault.measures,
    "interface": interface.measures,
}
