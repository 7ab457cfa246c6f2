"""Exact arithmetic on printed numbers, written apart from the package so that it can judge the package's checks.

A row is a dict with None for a blank cell. Each function of CONTRADICTIONS takes all rows of a draw and returns the ids
of rows that cannot be true beside what else is printed, however the printed numbers were rounded.
"""

import functools
import itertools
import math
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction

import numpy as np
from scipy import special, stats

INTERVALS = ("CI 95%", "CI, level not stated")
SPREADS = ("SD", "SE")
STANDARDISED, TIMES_BENCHMARK = 3, 10  # from where a change is implausible here; chosen by us


# --- one printed number -----------------------------------------------------------------------------------------------


def decimals(value):
    return max(0, -Decimal(repr(float(value))).normalize().as_tuple().exponent)


def exact(value):
    return Fraction(repr(float(value)))


def span(value):
    """Lowest and highest number that is printed like this; trailing zeros are not seen, so it is never too narrow."""
    half = Fraction(1, 2 * 10 ** decimals(value))
    return exact(value) - half, exact(value) + half


def overlap(one, other):
    return one[0] <= other[1] and other[0] <= one[1]


def whole_sums(mean, n, step):
    """Sums, in steps, of n people whose mean is printed like this."""
    low, high = span(mean)
    return range(math.ceil(low * n / step), math.floor(high * n / step) + 1)


def share_fits(percent, n):
    return any(0 <= people <= n for people in whole_sums(percent, n, 100))


def mean_fits(mean, n, grain):
    return len(whole_sums(mean, n, exact(grain))) > 0


def sd_fits(mean, sd, n, grain):
    """Whether n whole numbers may have this mean and SD: their sum of squares is whole, and odd when their sum is."""
    low, high = (max(Fraction(0), limit) / exact(grain) for limit in span(sd))
    for total in whole_sums(mean, n, exact(grain)):
        each, rest = divmod(total, n)
        least = n * each**2 + 2 * each * rest + rest
        squares = max(math.ceil(low**2 * (n - 1) + Fraction(total**2, n)), least)
        squares += (squares - total) % 2
        if squares <= high**2 * (n - 1) + Fraction(total**2, n):
            return True
    return False


# --- p values ---------------------------------------------------------------------------------------------------------


def printed_p(row):
    """Lowest and highest p that is printed like this."""
    if row["p_operator"] == "<":
        return 0, row["p"]
    return (row["p"], 1) if row["p_operator"] == ">" else span(row["p"])


def t_range(t, df):
    """Lowest and highest two-sided p among statistics t with df degrees of freedom (arrays of one shape)."""
    p = 2 * special.stdtr(df, -np.abs(t))
    return float(p.min()), float(p.max())


def ps_of_interval(row, arms=()):
    """Range of the p that estimate and interval imply, whether the method used the normal or a t distribution.

    Where the arms are not printed, the degrees of freedom may be as few as a quarter of n (chosen by us).
    """
    scale = math.log if row["statistic"] == "ratio" else float
    low, value, high = (span(row[column]) for column in ("low", "value", "high"))
    if row["statistic"] == "ratio" and min(low[0], value[0]) <= 0:
        return 0, 1
    estimate = sorted(abs(scale(limit)) for limit in value)
    if (scale(value[0]) < 0) != (scale(value[1]) < 0):
        estimate[0] = 0
    narrow, wide = max(0, scale(high[0]) - scale(low[1])), scale(high[1]) - scale(low[0])
    n = row["n_analysed"] or 1e9
    fewest = min([arm["n_analysed"] - 1 for arm in arms if arm["n_analysed"]], default=n / 4)
    df = np.array([1e9, max(1, n - 2), max(1, fewest)])  # fewest: Welch, with all the spread in the smaller arm
    critical = special.stdtrit(df, 0.975)
    smallest = t_range(2 * critical * estimate[1] / narrow, df)[0] if narrow else 0
    return smallest, t_range(2 * critical * estimate[0] / wide, df)[1]


def ps_of_means(one, other):
    """Ranges of Student's and of Welch's p, over all means and SDs that are printed like these."""
    n = one["n_analysed"], other["n_analysed"]
    first, second = span(one["value"]), span(other["value"])
    gaps = [float(first[1] - second[0]), float(first[0] - second[1])]
    gaps += [0.0] if gaps[0] * gaps[1] < 0 else []
    sds = []
    for row in (one, other):
        root = math.sqrt(row["n_analysed"]) if row["spread_kind"] == "SE" else 1
        sds.append([max(1e-12, float(limit)) * root for limit in span(row["spread"])])
    gap, a, b = np.array(list(itertools.product(gaps, *sds))).T
    pooled = np.sqrt(((n[0] - 1) * a**2 + (n[1] - 1) * b**2) / (sum(n) - 2) * (1 / n[0] + 1 / n[1]))
    u, v = a**2 / n[0], b**2 / n[1]
    welch = (u + v) ** 2 / (u**2 / (n[0] - 1) + v**2 / (n[1] - 1))
    return t_range(gap / pooled, np.full(gap.shape, sum(n) - 2.0)), t_range(gap / np.sqrt(u + v), welch)


@functools.cache
def ps_of_counts(a, n, c, m):
    """p of chi-squared without and with correction, of Fisher, and of the log odds and log risk ratio (Wald)."""
    table = np.array([[a, n - a], [c, m - c]])
    if (table.sum(axis=0) == 0).any() or (table < 0).any():
        return {}
    ps = {"Fisher": stats.fisher_exact(table).pvalue}
    ps |= {f"chi2 {on}": stats.chi2_contingency(table, correction=on).pvalue for on in (False, True)}
    if (table > 0).all():
        odds, odds_se = math.log(a * (m - c) / (c * (n - a))), math.sqrt((1 / table).sum())
        risk, risk_se = math.log(a * m / (c * n)), math.sqrt(1 / a - 1 / n + 1 / c - 1 / m)
        ps |= {"OR": 2 * stats.norm.sf(abs(odds / odds_se)), "RR": 2 * stats.norm.sf(abs(risk / risk_se))}
    return ps


# --- rows that belong together ----------------------------------------------------------------------------------------


def place(row, *columns):
    return tuple(row[column] for column in ("study_id", "outcome", "time", *columns))


def has(row, *columns):
    return all(row[column] is not None for column in columns)


def arm_pairs(row, rows):
    """Pairs of arm rows that a row between arms compares."""
    same = [other for other in rows if place(other) == place(row) and other["contrast"] != "between arms"]
    ones = [other for other in same if other["arm"] == row["arm"]]
    others = [other for other in same if other["arm"] == row["comparator_arm"]]
    return [pair for pair in itertools.product(ones, others) if pair[0]["statistic"] == pair[1]["statistic"]]


def ps_of_arm_counts(row, rows):
    """Each p of a usual test of the events of two arms; empty where they are not printed."""
    pairs = [pair for pair in arm_pairs(row, rows) if all(has(arm, "events", "total") for arm in pair)]
    counts = [ps_of_counts(a["events"], a["total"], c["events"], c["total"]) for a, c in pairs]
    return [(p, p) for ps in counts for p in ps.values()]


def ps_of_arms(row, rows):
    """Ranges of p from the arms that are printed: of events, and of means with a spread; empty without such arms."""
    ranges = ps_of_arm_counts(row, rows)
    for pair in arm_pairs(row, rows):
        if all(has(arm, "value", "n_analysed") and standard_deviation(arm) is not None for arm in pair):
            ranges += ps_of_means(*pair)
    return ranges


def before_and_after(row, rows):
    """Range of the change that follows from the mean row of the same arm; None without one."""
    for mean in rows:
        if mean["statistic"] == "mean" and has(mean, "value", "baseline") and place(mean, "arm") == place(row, "arm"):
            (low, high), (first, last) = span(mean["value"]), span(mean["baseline"])
            if row["statistic"] == "change":
                return low - last, high - first
            return 100 * (low / last - 1), 100 * (high / first - 1)
    return None


def standard_deviation(row):
    if not has(row, "spread") or row["spread_kind"] not in SPREADS:
        return None
    return row["spread"] * (math.sqrt(row["n_analysed"]) if row["spread_kind"] == "SE" else 1)


def change_of(row):
    if row["statistic"] in ("change", "percent change") and row["contrast"] != "between arms":
        return row["value"]
    return row["value"] - row["baseline"] if row["statistic"] == "mean" and has(row, "value", "baseline") else None


# --- the kinds --------------------------------------------------------------------------------------------------------


def ids(rows, condition):
    return {row["result_id"] for row in rows if condition(row)}


def percent(draw):
    alone = [r for r in draw["results"] if r["statistic"] == "percent" and has(r, "value", "n_analysed")]
    return ids(alone, lambda r: not share_fits(r["value"], r["n_analysed"]))


def whole_means(draw):
    rows = [r for r in draw["results"] if has(r, "grain", "n_analysed") and r["statistic"] in ("mean", "change")]
    printed = [(r, r[c]) for r in rows for c in ("value", "baseline") if r[c] is not None]
    return {r["result_id"] for r, mean in printed if not mean_fits(mean, r["n_analysed"], r["grain"])}


def whole_sds(draw):
    rows = [r for r in draw["results"] if has(r, "grain", "value", "spread", "n_analysed") and r["spread_kind"] == "SD"]
    return ids(rows, lambda r: not sd_fits(r["value"], r["spread"], r["n_analysed"], r["grain"]))


def counts(draw):
    rows = [r for r in draw["results"] if has(r, "events", "total")]
    return ids(rows, lambda r: not 0 <= r["events"] <= r["total"] or r["n_analysed"] not in (None, r["total"]))


def percent_of_count(draw):
    rows = [r for r in draw["results"] if r["statistic"] == "percent" and has(r, "value", "events", "total")]
    share = {r["result_id"]: Fraction(100 * r["events"], r["total"]) for r in rows}
    return ids(rows, lambda r: not overlap(span(r["value"]), (share[r["result_id"]],) * 2))


def outside_limits(r):
    low, value, high = span(r["low"]), span(r["value"]), span(r["high"])
    return value[1] < low[0] or value[0] > high[1] or r["low"] > r["high"]


def with_interval(draw):
    return [r for r in draw["results"] if r["spread_kind"] in INTERVALS and has(r, "value", "low", "high")]


def outside_interval(draw):
    return ids(with_interval(draw), outside_limits)


def lopsided(draw):
    def uneven(r):
        low, value, high = span(r["low"]), span(r["value"]), span(r["high"])
        if r["statistic"] != "ratio":
            return not overlap(value, ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2))
        return not overlap([v**2 for v in value], (max(0, low[0]) * max(0, high[0]), low[1] * high[1]))

    outside = outside_interval(draw)
    return ids(with_interval(draw), lambda r: r["result_id"] not in outside and uneven(r))


def p_of_interval(draw):
    """Rows whose p is neither that of the interval nor that of a usual test of the counts printed beside it."""

    def contradicts(r):
        arms = [arm for pair in arm_pairs(r, draw["results"]) for arm in pair]
        possible = [ps_of_interval(r, arms), *ps_of_arm_counts(r, draw["results"])]
        return not any(overlap(printed_p(r), p) for p in possible)

    outside = outside_interval(draw)
    return ids(with_interval(draw), lambda r: r["result_id"] not in outside and has(r, "p") and contradicts(r))


def p_of_arms(draw):
    between = [r for r in draw["results"] if r["contrast"] == "between arms" and has(r, "p")]
    ranges = {r["result_id"]: ps_of_arms(r, draw["results"]) for r in between}
    return ids(
        between,
        lambda r: ranges[r["result_id"]] and not any(overlap(printed_p(r), p) for p in ranges[r["result_id"]]),
    )


def change(draw):
    rows = [r for r in draw["results"] if r["statistic"] in ("change", "percent change") and has(r, "value")]
    follows = {r["result_id"]: before_and_after(r, draw["results"]) for r in rows}
    return ids(rows, lambda r: follows[r["result_id"]] and not overlap(span(r["value"]), follows[r["result_id"]]))


def arms_over_total(draw):
    arms = defaultdict(dict)
    for r in draw["results"]:
        if r["contrast"] != "between arms" and has(r, "n_analysed"):
            arms[place(r, "statistic")][r["arm"]] = r["n_analysed"]
    total = {study["study_id"]: study["n"] for study in draw["studies"]}
    return {at[0] for at, n in arms.items() if total[at[0]] is not None and sum(n.values()) > total[at[0]]}


def too_spread_for(mean, r):
    """Whether no people within the range of r have this mean and SD: the SD is largest with everybody at an end."""
    low, high, (least, most) = span(r["low"])[0], span(r["high"])[1], span(mean["value"])
    largest = (min(high, most) - low) * (high - max(low, least)) * Fraction(mean["n_analysed"], mean["n_analysed"] - 1)
    return most < low or least > high or max(Fraction(0), span(mean["spread"])[0]) ** 2 > largest


def beyond_range(draw):
    kinds = ("range over people", "quartiles")
    limited = [r for r in draw["results"] if r["spread_kind"] in kinds and has(r, "value", "low", "high")]
    found = ids(limited, outside_limits)
    means = [r for r in draw["results"] if r["statistic"] == "mean" and r["spread_kind"] == "SD"]
    for mean, r in itertools.product(means, limited):
        same = r["spread_kind"] == kinds[0] and place(mean, "arm") == place(r, "arm")
        if same and too_spread_for(mean, r):
            found |= {mean["result_id"], r["result_id"]}
    return found


def implausible(draw):
    benchmark = defaultdict(float)
    for r in draw["results"]:
        if r["arm_role"] == "benchmark" and change_of(r) is not None:
            at = r["outcome"], r["unit"], r["statistic"]
            benchmark[at] = max(benchmark[at], abs(change_of(r)))

    def too_large(r):
        size, sd = change_of(r), standard_deviation(r)
        if size is None:
            return False
        usual = benchmark[r["outcome"], r["unit"], r["statistic"]]
        over_benchmark = r["statistic"] != "mean" and usual and abs(size) > TIMES_BENCHMARK * usual
        return over_benchmark or (sd is not None and abs(size) > STANDARDISED * sd)

    return ids(draw["results"], too_large)


def shared(draw):
    groups = defaultdict(list)
    for r in with_interval(draw):
        groups["interval", r["low"], r["high"]].append(r)
    for r in draw["results"]:
        if r["spread_kind"] in SPREADS and has(r, "value", "spread"):
            groups["spread", r["value"], r["spread"]].append(r)
    found = set()
    for (what, *_), rows in groups.items():
        places = {(r["study_id"], r["outcome"]) for r in rows}
        if len(places) > 1 and (what == "spread" or len({r["value"] for r in rows}) > 1):
            found |= {r["result_id"] for r in rows}
    return found


def last_number(doi):
    head = doi.rstrip("0123456789")
    return head, int(doi[len(head) :] or 0)


def identifiers(draw):
    """Reports that share a DOI or a PMID, or a title across studies, or stand in a run of three rising DOIs."""
    found, title = set(), {study["study_id"]: study["title"] for study in draw["studies"]}
    for column in ("doi", "pmid"):
        often = Counter(r[column] for r in draw["reports"] if r[column] is not None)
        found |= {r["report_id"] for r in draw["reports"] if often[r[column]] > 1}
    often = Counter(title.values())
    found |= {study for study, words in title.items() if often[words] > 1}
    dois = [(r["report_id"], *last_number(r["doi"])) for r in draw["reports"] if r["doi"] is not None]
    for run in zip(dois, dois[1:], dois[2:], strict=False):
        if len({head for _, head, _ in run}) == 1 and [n - run[0][2] for *_, n in run] == [0, 1, 2]:
            found |= {report for report, *_ in run}
    return found


def registered(draw):
    reported = {study["study_id"]: study["n"] for study in draw["studies"]}
    with_results = {r["study_id"] for r in draw["results"]}
    found = set()
    for r in draw["reports"]:
        if r["kind"] != "registration" or r["study_id"] not in with_results:
            continue
        papers = [o["date"] for o in draw["reports"] if o["study_id"] == r["study_id"] and o["kind"] == "paper"]
        late = any(r["date"][: len(date)] > date for date in papers)
        if r["planned_n"] != reported[r["study_id"]] or r["status"] in ("Withdrawn", "Not yet recruiting") or late:
            found |= {r["report_id"], r["study_id"]}
    return found


CONTRADICTIONS = {
    "percent": percent,
    "mean of whole numbers": whole_means,
    "SD of whole numbers": whole_sds,
    "events over n": counts,
    "percent against count": percent_of_count,
    "interval without estimate": outside_interval,
    "lopsided interval": lopsided,
    "p against interval": p_of_interval,
    "p against arms": p_of_arms,
    "change against before and after": change,
    "arms against total": arms_over_total,
    "SD beyond range": beyond_range,
    "implausible change": implausible,
    "shared interval": shared,
    "one DOI, two titles": identifiers,
    "registered against reported": registered,
}
