"""Percentiles of repeated measurements."""


def percentile(values: list[float], part: float) -> float:
    """The value that `part` (from 0 to 1) of the others do not exceed, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def median(values: list[float]) -> float:
    return percentile(values, 0.5)
