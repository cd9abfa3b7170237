#!/usr/bin/env python3
"""Makes reference.json: likelihoods and forecasts by statsmodels at given parameters.

Made with Python 3.11, numpy 2.4, statsmodels 0.15.0:
    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install statsmodels==0.15.0
    /tmp/venv/bin/python make_reference.py ../../../../../../../../bench/data > reference.json

SARIMA: simple_differencing=True is the exact likelihood of the differenced series; without it the first
states are approximately diffuse. Forecasts are those of the differenced series, summed up again. The scale
is concentrated out. Standard deviations come from the undifferenced model, to about 1e-6.
ETS: the first state is given, as in Ets.java.
"""
import csv
import json
import os
import sys

import numpy as np
import pandas as pd
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX

DAYS = 30
GAPS = [30, 31, 60, 89]
WINDOW = 90
# Days that a window ends before.
WINDOWS = {"nyc_taxi_daily.csv": [90, 146, 215], "vic_elec_daily.csv": [400, 1095]}
# ar1, ar2, ma1, ma2, seasonal ar, seasonal ma; signs as in (1 - ar B)(...) = (1 + ma B)(...).
PARAMETERS = [
    [0.3, -0.2, -0.4, 0.1, 0.2, -0.6],
    [1.1, -0.4, -1.2, 0.5, -0.1, -0.85],
    [-0.5, 0.2, 0.1, -0.7, 0.05, -0.95],
]


def window(folder, name, end):
    with open(os.path.join(folder, name)) as file:
        values = [float(row["value"]) for row in csv.DictReader(file)]
    y = np.array(values[end - WINDOW : end])
    return y / y.mean()


def sarimax(y, simple):
    return SARIMAX(
        y,
        order=(2, 1, 2),
        seasonal_order=(1, 1, 1, 7),
        simple_differencing=simple,
        concentrate_scale=True,
        enforce_stationarity=True,
        enforce_invertibility=True,
    )


def summed_up(y, changes):
    """Undoes (1 - B)(1 - B^7)."""
    all_days = list(y)
    for change in changes:
        all_days.append(change + all_days[-1] + all_days[-7] - all_days[-8])
    return all_days[len(y) :]


def at(y, parameters):
    exact = sarimax(y, True).smooth(parameters)
    stdev = sarimax(y, False).smooth(parameters).get_forecast(DAYS).se_mean
    return {
        "parameters": list(map(float, parameters)),
        "logLikelihood": float(exact.llf),
        "variance": float(exact.scale),
        "forecast": summed_up(y, map(float, exact.forecast(DAYS))),
        "stdev": list(map(float, stdev)),
    }


def with_gaps(y):
    """Days 30, 31, 60 and the last missing: the undifferenced model, whose first states are diffuse."""
    holes = y.copy()
    holes[GAPS] = np.nan
    result = sarimax(holes, False).smooth(PARAMETERS[0])
    return {
        "gaps": GAPS,
        "parameters": PARAMETERS[0],
        "forecast": list(map(float, result.get_forecast(DAYS).predicted_mean)),
    }


def fitted(y):
    """The best that statsmodels finds: what our own estimation must not fall behind."""
    model = sarimax(y, True)
    best = None
    for start in [None, *PARAMETERS]:
        fit = model.fit(start, method="lbfgs", maxiter=200, disp=False)
        if best is None or fit.llf > best.llf:
            best = fit
    return at(y, best.params)


def ets(y, damped):
    first = y[:21]
    level = first.mean()
    season = first.reshape(3, 7).mean(axis=0) - level
    model = ETSModel(
        pd.Series(y),
        error="add",
        trend="add" if damped else None,
        damped_trend=damped,
        seasonal="add",
        seasonal_periods=7,
        initialization_method="known",
        initial_level=level,
        initial_trend=0.0 if damped else None,
        # Newest first there: the season of the first day is the last.
        initial_seasonal=season,
    )
    values = {"smoothing_level": 0.3, "smoothing_seasonal": 0.2}
    if damped:
        values.update({"smoothing_trend": 0.05, "damping_trend": 0.9})
    parameters = [values[name] for name in model.param_names if name in values]
    result = model.smooth(parameters)
    ahead = result.get_prediction(start=len(y), end=len(y) + DAYS - 1)
    stdev = np.sqrt(ahead.forecast_variance)
    return {
        "damped": damped,
        "squares": float((result.resid**2).sum()),
        "forecast": list(map(float, ahead.predicted_mean)),
        "growth": list(map(float, stdev / stdev[0])),
    }


def main():
    cases = []
    for name, ends in WINDOWS.items():
        for end in ends:
            y = window(sys.argv[1], name, end)
            cases.append(
                {
                    "file": name,
                    "end": end,
                    "sarima": [at(y, p) for p in PARAMETERS],
                    "withGaps": with_gaps(y),
                    "best": fitted(y),
                    "ets": [ets(y, False), ets(y, True)],
                }
            )
    json.dump(cases, sys.stdout, indent=1)
    print()


main()
