# SPDX-License-Identifier: Apache-2.0
"""What statsmodels and scipy make of a CSV (group,use,weight) of respondents.

    estimate_tables_oracle.py DATA.csv

group is g0..g3, use is yes or no. Prints `name number...`, one a line: what estimate_tables_test.cpp compares.
"""
import sys

import numpy
import pandas
from scipy import stats
from statsmodels.stats.contingency_tables import Table, Table2x2
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW


def show(name, *numbers):
    print(name, *(f"{float(x):.17g}" for x in numbers))


data = pandas.read_csv(sys.argv[1])
w, yes = data["weight"].to_numpy(), (data["use"] == "yes").to_numpy(dtype=float)
counts = data.pivot_table(index="group", columns="use", values="weight", aggfunc="sum", fill_value=0)
counts = counts[["yes", "no"]].to_numpy()

chi2, p, df, expected = stats.chi2_contingency(counts, correction=False)
show("pearson", chi2, df, p, expected.min())
for name, scores in (("trend", numpy.arange(1, 5)), ("trend_scored", numpy.array([0.0, 1.0, 4.0, 9.0]))):
    test = Table(counts, shift_zeros=False).test_ordinal_association(scores, numpy.arange(1, 3))
    show(name, test.zscore**2, test.pvalue)
pair = Table2x2(counts[:2], shift_zeros=False)
show("odds_ratio", pair.oddsratio, pair.log_oddsratio_se, *pair.oddsratio_confint(0.05))

# Kish's effective size: the simple random sample whose mean has the variance that weighting gives
values = DescrStatsW(yes, weights=w)
variance_of_mean = numpy.sum((w / w.sum()) ** 2)  # of unit variance
show("kish", 1 / variance_of_mean)
for name, further in (("proportion", 1.0), ("proportion_deff", 1.3)):
    n = 1 / variance_of_mean / further
    show(name, values.mean, n, *proportion_confint(values.mean * n, n, 0.05, method="wilson"))
for count, n in ((0, 12), (12, 12), (1, 500), (250, 500)):
    show(f"wilson:{count}:{n}", *proportion_confint(count, n, 0.05, method="wilson"))

# the concentration index: twice the weighted covariance of use with the middle rank of one's group, over the mean
by_group = data.groupby("group")["weight"].sum()
rank = (by_group.cumsum() - by_group / 2) / w.sum()
joint = DescrStatsW(numpy.column_stack([yes, data["group"].map(rank)]), weights=w)
index = 2 * joint.cov[0, 1] / joint.mean[0]
show("concentration", index, index / (1 - joint.mean[0]), 4 * joint.mean[0] * index, joint.mean[0])

for df in (1, 2, 3, 4, 7, 12):
    for x in (0.01, 0.7, 3.841, 9.5, 40.0):
        show(f"tail:{df}:{x:g}", stats.chi2.sf(x, df))
