# SPDX-License-Identifier: Apache-2.0
"""Fits the weighted logistic regression of a CSV (y,w,a,b,c) with statsmodels and patsy.

    estimate_oracle.py DATA.csv

Prints, for reference and for effect coding, `coding:name coefficient standard_error`, one a line, the
log-likelihoods, R squared, and of the reference coding `profile:name low high`: where the log-likelihood, maximised over
the other coefficients, is z^2/2 below its maximum. The reference levels are a=a2, b=b0, c=c1, as in
estimate_logistic_test.cpp.
"""
import sys

import numpy
import pandas
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import optimize, stats

exact = {"tol": 1e-13, "tol_criterion": "params", "maxiter": 100}
data = pandas.read_csv(sys.argv[1])
reference = {"a": "a2", "b": "b0", "c": "c1"}


def level_of(name):
    return name[name.rindex("[") + 1 :].lstrip("TS.").rstrip("]") if "[" in name else "intercept"


def profile_end(model, fit, column, side):
    """The end of the profile interval of a column, on one side of its coefficient."""
    x = numpy.asarray(model.exog)
    others = numpy.delete(x, column, axis=1)
    best, half = fit.llf, stats.chi2.ppf(0.95, 1) / 2

    def above(b):
        part = sm.GLM(model.endog, others, family=sm.families.Binomial(), freq_weights=data["w"], offset=b * x[:, column])
        return part.fit(**exact).llf - best + half

    inside = fit.params.iloc[column]
    outside = inside + side * 2 * fit.bse.iloc[column]
    while above(outside) > 0:
        outside += side * fit.bse.iloc[column]
    return optimize.brentq(above, inside, outside, xtol=1e-12, rtol=1e-12)


for coding, contrast in (("reference", "Treatment"), ("effect", "Sum")):
    terms = [f"C({v}, {contrast}('{level}'))" for v, level in reference.items()]
    model = smf.glm("y ~ " + " + ".join(terms), data, family=sm.families.Binomial(), freq_weights=data["w"])
    fit = model.fit(**exact)
    for name, value, error in zip(fit.params.index, fit.params, fit.bse):
        print(f"{coding}:{level_of(name)}", f"{value:.17g}", f"{error:.17g}")
    print(f"{coding}:log_likelihood", f"{fit.llf:.17g}", f"{fit.llnull:.17g}")
    if coding == "reference":
        n = data["w"].sum()
        cox_snell = 1 - numpy.exp(2 * (fit.llnull - fit.llf) / n)
        print("r2", f"{cox_snell:.17g}", f"{cox_snell / (1 - numpy.exp(2 * fit.llnull / n)):.17g}")
        for column, name in enumerate(fit.params.index):
            ends = [profile_end(model, fit, column, side) for side in (-1, 1)]
            print(f"profile:{level_of(name)}", *(f"{end:.17g}" for end in ends))
