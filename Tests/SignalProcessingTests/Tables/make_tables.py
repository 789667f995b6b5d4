"""Reference tables for the tests of SignalProcessing, from scipy.

Each table is one JSON text on standard output, repeatable to the byte:

    python3 make_tables.py responses  > responses.json
    python3 make_tables.py filtered   > filtered.json
    python3 make_tables.py statistics > statistics.json

Nothing here follows the Swift code: filters come from scipy.signal.butter and iirnotch, quantiles from
scipy.stats.
"""

import json
import sys

import numpy as np
import scipy
from scipy import signal, stats

RATES = [200.0, 360.0, 1000.0, 1259.259259, 2000.0, 4000.0]


def source(table):
    return f"scipy {scipy.__version__}, numpy {np.__version__}: python3 make_tables.py {table}"


def rounded(values, decimals):
    return [round(float(v), decimals) for v in values]


def gain(zpk, frequencies, rate):
    _, h = signal.freqz_zpk(*zpk, worN=frequencies, fs=rate)
    return rounded(20 * np.log10(np.maximum(np.abs(h), 1e-15)), 5)


def responses():
    """Magnitude responses in dB, evaluated from poles and zeros."""
    tables = []
    for rate in RATES:
        grid = np.geomspace(0.5, 0.499 * rate, 40)
        shapes = [("highPass", 4, 20.0), ("highPass", 4, 30.0), ("highPass", 2, 8.0)]
        shapes += [("highPass", n, 20.0) for n in (1, 3, 5)]
        upper = min(450.0, 0.45 * rate)
        shapes += [("lowPass", 4, upper), ("lowPass", 2, 24.0)]
        shapes += [("lowPass", n, 24.0) for n in (1, 3, 5)]
        for kind, order, edge in shapes:
            zpk = signal.butter(order, edge, kind.lower(), fs=rate, output="zpk")
            f = np.unique(np.round(np.append(grid, edge), 6))
            tables.append(
                dict(kind=kind, order=order, edge=edge, rate=rate, hertz=f.tolist(), decibels=gain(zpk, f, rate))
            )
        for mains in (50.0, 60.0):
            for k in range(1, 9):
                centre = mains * k
                if centre > 0.45 * rate:
                    break
                b, a = signal.iirnotch(centre, 25 * k, fs=rate)
                away = np.geomspace(0.01, 0.9 * min(centre, rate / 2 - centre), 12)
                f = np.unique(np.round(np.concatenate([centre - away, centre + away]), 6))
                tables.append(
                    dict(kind="notch", order=25 * k, edge=centre, rate=rate, hertz=f.tolist(),
                         decibels=gain(signal.tf2zpk(b, a), f, rate))
                )
    return dict(source=source("responses"), tables=tables)


def filtered():
    """Eight channels through whole cascades, from rest and from a settled constant."""
    cases = []
    for rate, notches in ((360.0, []), (1259.259259, [50.0, 100.0]), (4000.0, [60.0])):
        sos = [signal.butter(4, 20.0, "highpass", fs=rate, output="sos"),
               signal.butter(4, min(450.0, 0.45 * rate), "lowpass", fs=rate, output="sos")]
        for k, centre in enumerate(notches, 1):
            sos.append(signal.tf2sos(*signal.iirnotch(centre, 25 * k, fs=rate)))
        sos = np.concatenate(sos)
        rng = np.random.default_rng(int(rate))
        x = rng.integers(-2000, 2000, size=(8, 120)).astype(float)
        x[0] = 0
        x[0, 0] = 1  # lane 0: the impulse response
        for start in (None, 1234.0):
            if start is None:
                y = signal.sosfilt(sos, x)
            else:
                zi = signal.sosfilt_zi(sos)[:, np.newaxis, :] * start
                y, _ = signal.sosfilt(sos, x, zi=np.repeat(zi, 8, axis=1))
            cases.append(
                dict(rate=rate, notches=notches, settledAt=start, input=x.astype(int).tolist(),
                     output=[[float(f"{v:.13g}") for v in lane] for lane in y])
            )
    return dict(source=source("filtered"), cases=cases)


def bandwidth(zpk_list, rate):
    f = (np.arange(200_000) + 0.5) / 200_000 * rate / 2
    s = np.ones_like(f)
    for zpk in zpk_list:
        s *= np.abs(signal.freqz_zpk(*zpk, worN=f, fs=rate)[1]) ** 2
    return float(s.sum() ** 2 / (s * s).sum() * rate / 2 / len(f))


def statistics():
    """Quantiles of F and chi-squared, and equivalent bandwidths."""
    f_table = [
        dict(p=p, n=n, m=m, ratio=float(stats.f.isf(p, n, m)))
        for p in (0.6, 0.5, 0.1, 1e-3, 1e-4, 1e-6, 1e-7)
        for n in (1.0, 7.3, 14.0, 43.7, 175.0, 655.5, 3500.0)
        for m in (2.0, 44.0, 2920.0, 17480.0, 70000.0)
    ]
    chi_table = [
        dict(p=p, n=n, ratio=float(stats.chi2.isf(p, n) / n))
        for p in (0.6, 1e-3, 1e-6) for n in (7.3, 43.7, 175.0, 655.5)
    ]
    tails = [
        dict(ratio=r, n=n, m=m, p=float(stats.f.sf(r, n, m)))
        for r in (0.1, 0.9, 1.0, 1.1, 2.0, 5.0) for n in (5.0, 44.0, 437.0) for m in (9.0, 437.0, 17480.0)
    ]
    bands = []
    for rate in RATES:
        upper = min(450.0, 0.45 * rate)
        for lower in (20.0, 30.0):
            zpk = [signal.butter(4, lower, "highpass", fs=rate, output="zpk"),
                   signal.butter(4, upper, "lowpass", fs=rate, output="zpk")]
            bands.append(dict(rate=rate, lower=lower, upper=upper, hertz=round(bandwidth(zpk, rate), 6)))
    return dict(source=source("statistics"), f=f_table, chiSquared=chi_table, tails=tails, bands=bands)


if __name__ == "__main__":
    maker = {"responses": responses, "filtered": filtered, "statistics": statistics}[sys.argv[1]]
    result = maker()
    # One table a line: a diff then names the table that changed.
    for key, value in result.items():
        if isinstance(value, list):
            result[key] = "\0"
    text = json.dumps(result, indent=1)
    for key, value in maker().items():
        if isinstance(value, list):
            lines = ",\n  ".join(json.dumps(row, separators=(",", ":")) for row in value)
            text = text.replace(f'"{key}": "\\u0000"', f'"{key}": [\n  {lines}\n ]')
    print(text)
