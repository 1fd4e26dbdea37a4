#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a folder of `uptake compare` with pandas, without glue, and draws the brief's first figure anew: what each scenario does
to the use of relationship and parenting support, in percentage points, with 95 % intervals.

Use: contact_by_policy.py FOLDER [PICTURE]          Debian: python3-pandas, python3-matplotlib"""

import sys
from pathlib import Path

import pandas as pd


def effects(folder):
    """The primary measure's effect on all families in the last year: a row a scenario and domain, in percentage points."""
    table = pd.read_csv(folder / "effects.csv")
    last = table["year"].max()
    total = (table["measure"] == "contact") & (table["variable"] == "total") & (table["year"] == last)
    return table.loc[total, ["scenario", "domain", "year", "difference", "low", "high"]].reset_index(drop=True)


def draw(rows, picture):
    import matplotlib

    matplotlib.use("Agg")  # to a file, without a screen
    import matplotlib.pyplot as plt

    domains, scenarios = rows["domain"].unique(), rows["scenario"].unique()
    figure, axes = plt.subplots(1, len(domains), sharey=True, figsize=(9, 1.2 + 0.4 * len(scenarios)), squeeze=False)
    for axis, domain in zip(axes[0], domains):
        part = rows[rows["domain"] == domain].set_index("scenario").reindex(scenarios)
        axis.errorbar(part["difference"], range(len(part)), fmt="o",
                      xerr=[part["difference"] - part["low"], part["high"] - part["difference"]])
        axis.axvline(0, color="grey", linewidth=0.8)
        axis.set(title=f"{domain} support", xlabel=f"percentage points of families, {rows['year'].iloc[0]}",
                 yticks=range(len(part)), yticklabels=scenarios)
        axis.margins(y=0.3)
    axes[0][0].invert_yaxis()
    figure.tight_layout()
    figure.savefig(picture)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    found = effects(Path(sys.argv[1]))
    print(found.to_csv(index=False), end="")
    if len(sys.argv) == 3:
        draw(found, sys.argv[2])
