#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the table of rules in tests/core/pop3/README.md against the tests.

Each of R1 to R133 must have a row, or be among the numbers that the matrix does not use; each row must say where the
rule is kept; and each test function (a word like thisOne, outside of code marks) and fault scenario (S7) that the
table names must exist. Usage: rules.py SOURCE_DIR
"""
import re
import sys
from pathlib import Path

LAST = 133


def numbers(text):
    """The numbers in "R6, R7, R10" and "R30 to R32"."""
    found = set()
    for first, last in re.findall(r"\bR(\d+)(?: to R(\d+))?", text):
        found.update(range(int(first), int(last or first) + 1))
    return found


def main():
    tests = Path(sys.argv[1]) / "tests"
    readme = (tests / "core/pop3/README.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8", errors="replace") for path in tests.rglob("*Test.cpp")]
    slots = set()
    for text in sources:
        slots.update(re.findall(r"\bvoid (\w+)\(\)", text))
    scenarios = set()
    for path in (tests / "faults").rglob("*Test.cpp"):
        scenarios.update(re.findall(r'"(S\d+) ', path.read_text(encoding="utf-8")))

    wrong = []
    known = set()
    for line in readme.splitlines():
        unused = re.match(r"Numbers that the matrix does not use: (.*)", line)
        if unused:
            known |= numbers(unused.group(1))
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 3 or set(cells[0]) <= {"-", " "} or cells[0] == "rule":
            continue
        ruled = numbers(cells[0])
        for number in sorted(ruled & known):
            wrong.append(f"R{number} has two rows")
        known |= ruled
        if not cells[2]:
            wrong.append(f"{cells[0]}: no test and no reason")
        place = re.sub(r"`[^`]*`", " ", cells[2])
        for name in re.findall(r"\b[a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)+\b", place):
            if name not in slots:
                wrong.append(f"{cells[0]}: there is no test {name}")
        for name in re.findall(r"\bS\d+\b", place):
            if name not in scenarios:
                wrong.append(f"{cells[0]}: there is no scenario {name} in tests/faults")
    for number in sorted(set(range(1, LAST + 1)) - known):
        wrong.append(f"R{number} is missing")
    for number in sorted(known - set(range(1, LAST + 1))):
        wrong.append(f"R{number} is no rule")
    print("\n".join(wrong) or f"R1 to R{LAST}: all there")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
