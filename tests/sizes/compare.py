#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do results hang on how many families are simulated? Runs the baseline without a posterior at three sizes and compares the means of
2019 to 2021: rates, the share of journeys that stop at each gate, months waited. The error is the spread among populations.
  tests/sizes/compare.py PROGRAM SCENARIO FOLDER
Says where two sizes differ by more than three errors and 2 %, and exits with 1 where they do by more than 5 %.
"""
import contextlib
import itertools
import math
import sqlite3
import statistics
import subprocess
import sys

SIZES = {5_000: 48, 20_000: 16, 100_000: 8}  # families: populations, one run of each
CLOSE, TOO_FAR = 0.02, 0.05
YEARS = (2019, 2020, 2021)
RATES = ("contact", "unmet_need", "helped", "need")
DOMAINS = ("relationship", "parenting")


def figures(years):
    """The figures of one run by name; `years`: its rows by measure, domain, variable and category."""
    mean = lambda *series: statistics.fmean(years.get(series, [0]))
    told = {}
    for domain in DOMAINS:
        for rate in RATES:
            told[f"{domain}: {rate}"] = mean(rate, domain, "total", "total")
        gates = sorted({category for measure, of, _, category in years if measure == "journeys" and of == domain})
        journeys = {gate: mean("journeys", domain, "gate", gate) for gate in gates}
        for gate in gates:
            told[f"{domain}: stops at {gate}"] = journeys[gate] / sum(journeys.values())
        waits = {category: mean("mean_wait", domain, "service", category) for measure, of, _, category in years
                 if measure == "mean_wait" and of == domain}
        started = {service: mean("started", domain, "service", service) for service in waits}
        told[f"{domain}: mean wait"] = sum(waits[k] * started[k] for k in waits) / sum(started.values())
        told[f"{domain}: median wait"] = mean("median_wait", domain, "total", "total")
    return told


def measured(program, scenario, folder, families, populations):
    """Mean and standard error of each figure over populations."""
    out = f"{folder}/{families}"
    subprocess.run([program, "run", scenario, "--posterior", "none", "--until", f"{YEARS[-1] + 1}-01", "--families", str(families),
                    "--replicates", str(populations), "--populations", str(populations), "--out", out], check=True,
                   stdout=subprocess.DEVNULL)
    runs = {}
    with contextlib.closing(sqlite3.connect(out + "/results.sqlite")) as results:
        rows = results.execute("SELECT run_id, measure, domain, variable, category, value FROM measures WHERE year BETWEEN ? AND ?",
                               (YEARS[0], YEARS[-1]))
        for run, *series, value in rows:
            runs.setdefault(run, {}).setdefault(tuple(series), []).append(value)
    assert len(runs) == populations, f"{len(runs)} runs in {out}"
    by_run = [figures(years) for years in runs.values()]
    return {name: (statistics.fmean(values := [run[name] for run in by_run]), statistics.stdev(values) / math.sqrt(len(values)))
            for name in by_run[0]}


def main():
    program, scenario, folder = sys.argv[1:]
    sizes = {n: measured(program, scenario, folder, n, populations) for n, populations in SIZES.items()}
    print(f"{'':34}" + "".join(f"{n:>22,}" for n in sizes))
    n_pairs = n_apart = n_too_far = 0
    for name in next(iter(sizes.values())):
        apart = []
        for small, large in itertools.combinations(sizes, 2):
            (a, error_a), (b, error_b) = sizes[small][name], sizes[large][name]
            error = math.hypot(error_a, error_b)
            n_pairs += 1
            if abs(a - b) > 3 * error and abs(a - b) > CLOSE * abs(b):
                n_too_far += abs(a - b) > TOO_FAR * abs(b)
                apart.append(f"{small:,} and {large:,}: {abs(a - b) / error:.1f} errors, {100 * (a / b - 1):+.0f} %")
        n_apart += len(apart)
        print(f"{name:34}" + "".join(f"{f'{mean:.4g} ± {error:.1g}':>22}" for mean, error in (of[name] for of in sizes.values())), *apart)
    print(f"{n_pairs - n_apart} of {n_pairs} pairs agree within three errors or {CLOSE:.0%}; {n_too_far} differ by more than {TOO_FAR:.0%}")
    return n_too_far > 0


if __name__ == "__main__":
    sys.exit(main())
