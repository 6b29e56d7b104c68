"""A measure with its threshold, and the table of all."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One figure.

    `most` or `least` is its threshold, in the same unit; a figure without either is told and not judged.
    """

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @classmethod
    def broken(cls, part: str) -> "Measure":
        """Stands for what a part that broke off did not measure."""
        return cls(f"{part}: broke off, see above", 1, "times", most=0)

    @property
    def is_judged(self) -> bool:
        return self.most is not None or self.least is not None

    @property
    def is_met(self) -> bool:
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def value_text(self) -> str:
        return number(self.value, self.unit)

    @property
    def threshold_text(self) -> str:
        if self.most is not None:
            return "≤ " + number(self.most, self.unit)
        return "" if self.least is None else "≥ " + number(self.least, self.unit)

    @property
    def verdict(self) -> str:
        if not self.is_judged:
            return ""
        return "met" if self.is_met else "MISSED"


def number(value: float, unit: str) -> str:
    """Three significant digits, and all digits of what is counted in hundreds and more."""
    digits = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return f"{digits} {unit}".rstrip()


def print_table(measures: list[Measure], before: dict[str, Measure] | None) -> None:
    """Prints the measures, beside those of the other binary where there is one."""
    heading = ["measure", "before", "value", "threshold", "met"]
    rows = [
        [measure.name, earlier_text(measure, before), measure.value_text, measure.threshold_text, measure.verdict]
        for measure in measures
    ]
    if before is None:
        heading, rows = without_second(heading), [without_second(row) for row in rows]
    widths = [max(len(row[column]) for row in [heading, *rows]) for column in range(len(heading))]
    for row in [heading, *rows]:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1])]
        print("  ".join([*cells, row[-1]]).rstrip())


def earlier_text(measure: Measure, before: dict[str, Measure] | None) -> str:
    earlier = (before or {}).get(measure.name)
    return earlier.value_text if earlier else "–"


def without_second(row: list[str]) -> list[str]:
    return row[:1] + row[2:]
