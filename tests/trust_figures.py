# SPDX-License-Identifier: Apache-2.0
"""Fills the column "Last figures" of docs/trust.md from the log of `.ci/run --full`: how many tests of each line's command passed.

    trust_figures.py LOG

What stands after the first semicolon of a cell (kills, inputs, bytes) is written by hand and stays.
"""
import os
import re
import sys

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "trust.md")
BARS = re.compile(r"(?<!\\)\|")  # a bar within a cell is written \|


def main():
    with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
        log = file.read()
    calls = [re.findall(r"Test +#\d+: (\S.*?) \.*\s*Passed", call) for call in log.split("Total Test time")]
    passed = max(calls, key=len)  # that of all tests has most
    with open(PAGE, encoding="utf-8") as file:
        lines = file.read().split("\n")
    for i, line in enumerate(lines):
        command = re.search(r"`ctest --preset release -R '(.*?)'` \|$", line)
        if not command:
            continue
        pattern = command[1].replace("\\|", "|")
        n = sum(1 for name in passed if re.search(pattern, name))
        if n == 0:
            sys.exit(f"no test passed: {pattern}")
        cells = BARS.split(line)
        by_hand = cells[4].strip().partition(";")[2]
        cells[4] = f" {n} test{'s' if n > 1 else ''}{';' if by_hand else ''}{by_hand} "
        lines[i] = "|".join(cells)
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


if __name__ == "__main__":
    main()
