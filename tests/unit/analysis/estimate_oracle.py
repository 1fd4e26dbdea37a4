# SPDX-License-Identifier: Apache-2.0
"""Fits the weighted logistic regression of a CSV (y,w,a,b,c) with statsmodels and patsy.

    estimate_oracle.py DATA.csv

Prints, for reference and for effect coding, `coding name coefficient standard_error`, one a line, and the
log-likelihoods. The reference levels are a=a2, b=b0, c=c1, as in estimate_logistic_test.cpp.
"""
import sys

import pandas
import statsmodels.api as sm
import statsmodels.formula.api as smf

data = pandas.read_csv(sys.argv[1])
reference = {"a": "a2", "b": "b0", "c": "c1"}
for coding, contrast in (("reference", "Treatment"), ("effect", "Sum")):
    terms = [f"C({v}, {contrast}('{level}'))" for v, level in reference.items()]
    model = smf.glm("y ~ " + " + ".join(terms), data, family=sm.families.Binomial(), freq_weights=data["w"])
    fit = model.fit(tol=1e-13, tol_criterion="params", maxiter=100)
    for name, value, error in zip(fit.params.index, fit.params, fit.bse):
        level = name[name.rindex("[") + 1 :].lstrip("TS.").rstrip("]") if "[" in name else "intercept"
        print(coding, level, f"{value:.17g}", f"{error:.17g}")
    print(coding, "log_likelihood", f"{fit.llf:.17g}", f"{fit.llnull:.17g}")
