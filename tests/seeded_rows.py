"""Rows of a fictional review as papers would print them: simulated people, counted, summed up, then rounded."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import seeded_arithmetic as arithmetic
from scipy import stats

TYPES = {"string": "str", "number": "float64", "integer": "Int64", "date": "str"}
DESCRIPTOR = Path(__file__).resolve().parents[1] / "data" / "datapackage.json"
GRAIN = {"name": "grain", "type": "number"}  # smallest step of one person's value, where the descriptor lacks it

SURNAMES = "Abendroth Birkeland Castellane Dumont Eikeland Farrow Grindal Holmqvist Ibarra Jelinek Kovalik Lindgaard"
JOURNALS = "Fict J Hair|Ann Imag Dermatol|Scalp Lett|Arch Invented Med|Rev Made-up Trichol|J Pretend Ther|Acta Nulla"
AIMS = "Growth after|Density and|Safety of|Answers to|A trial of|Experience with|One year of"
PRODUCTS = "serum A|drops B|light C|foam D|tonic E|patch F|comb G"


class Draw:
    """Rows of the three tables while they are being written; a blank cell is a missing key."""

    def __init__(self, rng):
        self.rng, self.results, self.reports, self.studies = rng, [], [], []
        self.names = list(rng.permutation(SURNAMES.split()))
        self.journals = list(rng.permutation(JOURNALS.split("|")))
        self.titles = [f"{aim} {product}" for aim, product in zip(*map(self._mixed, (AIMS, PRODUCTS)), strict=True)]
        self.numbers = rng.choice(np.arange(10_000, 99_000, 7), 40, replace=False)  # no two neighbours

    def _mixed(self, words):
        return self.rng.permutation(words.split("|"))

    def number(self):
        self.numbers, first = self.numbers[1:], int(self.numbers[0])
        return first

    def study(self, design, n=None, registration=False, preprint=False, system="people"):
        """Write one study with its paper, and return its id."""
        rng, name, title, journal = self.rng, self.names.pop(), self.titles.pop(), self.journals.pop()
        year, key = int(rng.integers(2014, 2024)), name.lower()
        study_id, seen = f"s-{key}", {"seen": "abstract", "seen_where": "example.org", "locator": "abstract"}
        label = {"label": f"{name} {year}", "title": title, "year": year, "design": design, "system": system}
        self.studies.append({"study_id": study_id, **label, "condition": "androgenetic alopecia", "n": n, **seen})
        report = {"study_id": study_id, "retraction": "not checked", **seen}
        paper = {"citation": f"{name} X. {title}. {journal} {year};{rng.integers(5, 60)}.", "date": str(year)}
        initials = "".join(word[0] for word in journal.lower().split())
        paper |= {"doi": f"10.5555/{initials}.{year}.{self.number()}", "pmid": str(30_000_000 + self.number() * 13)}
        self.reports.append({"report_id": f"r-{key}", "kind": "paper", **report, **paper})
        if preprint:  # the same title under another DOI, as it should be
            paper = {"citation": f"{name} X. {title}. Preprint {year - 1}.", "date": str(year - 1)}
            paper |= {"doi": f"10.5555/preprint.{self.number()}"}
            self.reports.append({"report_id": f"r-{key}-preprint", "kind": "preprint", **report, **paper})
        if registration:
            registry = f"NCT0{1_000_000 + self.number() * 31}"
            there = {"date": f"{year - 2}-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}", "planned_n": n}
            there |= {"citation": f"Registration {registry}", "registry_id": registry}
            there |= {"status": str(rng.choice(["Completed", "Unknown"])), "exclusion_reason": "no result"}
            self.reports.append({"report_id": f"r-{key}-registered", "kind": "registration", **report, **there})
        return study_id

    def result(self, study_id, tag, as_given, **cells):
        """Write one result; `as_given` holds the numbers as printed, trailing zeros included."""
        row = {
            "result_id": f"e-{study_id[2:]}-{tag}",
            "study_id": study_id,
            "as_given": as_given,
            "contrast": "one arm",
        }
        row |= {"outcome_family": "other", "arm": "all people", "arm_role": "all", "level": "participant data"}
        row |= {"seen": "abstract", "seen_where": "example.org", "locator": "abstract", **cells}
        if "value" in row:
            row |= {"bound": "="}
        self.results.append(row)


# --- printing ---------------------------------------------------------------------------------------------------------


def printed(value, places):
    """Round as papers do; a number that lies half way gets another decimal, so that only one rounding is right."""
    if isinstance(value, Fraction):
        while (value * 2 * 10**places).denominator == 1 and (value * 10**places).denominator != 1:
            places += 1
    text = f"{float(value):.{places}f}"
    return text, float(text) + 0.0


def printed_p(rng, p):
    """Print p exactly, or as below or above a usual limit."""
    limit = next(step for step in (0.001, 0.01, 0.05, 1) if p < step or step == 1)
    if limit == 0.001 or (limit < 1 and rng.random() < 0.2):
        return f"p < {limit}", {"p": limit, "p_operator": "<"}
    if limit == 1 and rng.random() < 0.1:
        return "p > 0.05", {"p": 0.05, "p_operator": ">"}
    text, value = printed(p, int(rng.choice([2, 3] if p >= 0.1 else [3, 4])))
    return f"p = {text}", {"p": value, "p_operator": "="}


def mean_of(people):
    """Mean of an array, exact where the values are whole."""
    if np.issubdtype(people.dtype, np.integer):
        return Fraction(int(people.sum()), len(people))
    return float(people.mean())


def printed_spread(rng, people, kind, places):
    """Print the SD or SE of an array, now and then with one decimal more than the mean."""
    size = float(people.std(ddof=1)) / (math.sqrt(len(people)) if kind == "SE" else 1)
    text, value = printed(size, max(places, 1) + int(rng.random() < 0.3))
    return f" ({kind} {text})", {"spread": value, "spread_kind": kind}


# --- studies ----------------------------------------------------------------------------------------------------------

ROLES = (("treated", "treated"), ("placebo", "benchmark"), ("minoxidil", "other treatment"))


def people_of_trial(rng, whole, centre, sd, arms):
    """Draw values before and after for each arm; again until no gain is more than five times that on placebo."""
    while True:
        groups = []
        for gain in rng.uniform((0.6, 0.2, 0.4), (1.1, 0.4, 0.8))[:arms]:
            before = rng.normal(centre, sd, rng.integers(8, 41))
            after = before + rng.normal(gain * sd, 0.8 * sd, len(before))
            groups.append(tuple(np.rint(x).astype(int) if whole else x for x in (before, after)))
        gains = [float((after - before).mean()) for before, after in groups]
        if min(gains) > 0 and max(gains) < 5 * gains[1]:
            return groups


def mean_difference(draw, study, values, places, common):
    """Write the difference between the first two arms with interval and p, by Student or by Welch."""
    rng, (one, other) = draw.rng, values[:2]
    test = stats.ttest_ind(one, other, equal_var=bool(rng.random() < 0.5))
    low, high = test.confidence_interval(0.95)
    (value_text, value), (low_text, low), (high_text, high) = (
        printed(x, places) for x in (float(mean_of(one) - mean_of(other)), low, high)
    )
    p_text, p = printed_p(rng, test.pvalue)
    cells = {"statistic": "difference", "measure_given": "MD", "contrast": "between arms", "arm": "treated"}
    cells |= {"arm_role": "treated", "comparator_arm": "placebo", "value": value, "low": low, "high": high, **p}
    cells |= {"spread_kind": "CI 95%", "n_analysed": len(one) + len(other), "p_compares": "between arms"}
    words = f"MD {value_text} (95% CI {low_text} to {high_text}), {p_text}"
    draw.result(study, "difference", words, **common, **cells)


def trial(draw, whole, spread_on_change):
    """Write a randomised trial: means before and after, changes, a difference; the spread on means or on changes."""
    rng, arms = draw.rng, int(draw.rng.integers(2, 4))
    outcome, unit, centre, sd = ("hair count", "hairs", 90, 18) if whole else ("hair density", "hairs/cm2", 130, 24)
    groups = people_of_trial(rng, whole, centre, sd, arms)
    enrolled = sum(len(before) for before, _ in groups) + int(rng.integers(0, 4))
    study = draw.study("randomised trial", enrolled, registration=True, preprint=whole)
    places, spread_kind = int(rng.choice([1, 2, 2] if whole else [0, 1, 2])), str(rng.choice(["SD", "SD", "SE"]))
    months = {"outcome": outcome, "outcome_family": "hair density", "time": 12.0, "time_unit": "months"}
    common = {"unit": unit, "grain": 1.0 if whole else None, **months}
    for (arm, role), (before, after) in zip(ROLES, groups, strict=False):
        own = {"arm": arm, "arm_role": role, "contrast": "one arm over time", "n_analysed": len(before)}

        (first_text, first), (last_text, last) = (printed(mean_of(x), places) for x in (before, after))
        words, with_spread = ("", {}) if spread_on_change else printed_spread(rng, after, spread_kind, places)
        cells = {"statistic": "mean", "value": last, "baseline": first, **own, **with_spread}
        draw.result(study, f"mean-{arm}", f"{first_text} to {last_text}{words}, n = {len(before)}", **common, **cells)
        change_text, change = printed(mean_of(after - before), places)
        words, with_spread = printed_spread(rng, after - before, spread_kind, places) if spread_on_change else ("", {})
        cells = {"statistic": "change", "value": change, **own, **with_spread}
        draw.result(study, f"change-{arm}", f"+{change_text}{words}, n = {len(before)}", **common, **cells)
        if arm != "minoxidil":
            percent_text, percent = printed(100 * float(mean_of(after) / mean_of(before) - 1), int(rng.integers(0, 2)))
            cells = {"statistic": "percent change", "value": percent, "unit": "% of baseline", **months, **own}
            draw.result(study, f"percent-{arm}", f"+{percent_text}%", **cells)
    values = [after - before if spread_on_change else after for before, after in groups]
    mean_difference(draw, study, values, max(places, 1), common)
    responders(draw, study, [int((after - before > 0.5 * sd).sum()) for before, after in groups], groups)


def responders(draw, study, events, groups):
    """Write who responded, by arm as count or percent, and how the first two arms compare."""
    rng, n = draw.rng, [len(before) for before, _ in groups]
    common = {"outcome": "regrowth, rated", "outcome_family": "regrowth", "time": 12.0, "time_unit": "months"}
    places = int(rng.integers(0, 2))
    as_percent = all(row["statistic"] != "percent" for row in draw.results) or rng.random() < 0.5  # once at least
    for (arm, role), with_event, total in zip(ROLES, events, n, strict=False):
        cells = {"arm": arm, "arm_role": role, "n_analysed": total, "events": with_event, "total": total}
        cells |= {"statistic": "count", "denominator": "at risk", "event": "regrowth"}
        words = f"{with_event} of {total}"
        if as_percent:
            text, value = printed(Fraction(100 * with_event, total), places)
            cells |= {"statistic": "percent", "value": value, "unit": "% of people"}
            words += f" ({text}%)"
        draw.result(study, f"regrowth-{arm}", words, **common, **cells)
    ps = arithmetic.ps_of_counts(events[0], n[0], events[1], n[1])
    tests = [name for name in ps if name not in ("OR", "RR")]
    cells = {"contrast": "between arms", "arm": "treated", "arm_role": "treated", "comparator_arm": "placebo"}
    cells |= {"p_compares": "between arms", "n_analysed": n[0] + n[1]}
    if "RR" in ps and rng.random() < 0.5:  # a Wald interval beside the p of any usual test that agrees on 0.05
        agreeing = [name for name in (*tests, "RR") if (ps[name] < 0.05) == (ps["RR"] < 0.05)]
        log_ratio = math.log(events[0] * n[1] / (events[1] * n[0]))
        se = math.sqrt(1 / events[0] - 1 / n[0] + 1 / events[1] - 1 / n[1])
        ratio(draw, study, "RR", log_ratio, se, ps[rng.choice(agreeing)], {**common, **cells})
    elif tests:
        words, p = printed_p(rng, ps[rng.choice(tests)])
        draw.result(study, "regrowth-p", words, statistic="p only", **common, **cells, **p)


def ratio(draw, study, measure, log_ratio, se, p, cells):
    """Write a ratio with its Wald interval and p."""
    limits = [math.exp(log_ratio + z * se) for z in (0, -stats.norm.ppf(0.975), stats.norm.ppf(0.975))]
    (text, value), (low_text, low), (high_text, high) = (printed(x, 2) for x in limits)
    p_text, p = printed_p(draw.rng, p)
    unit = "odds ratio" if measure == "OR" else "risk ratio"
    cells |= {"statistic": "ratio", "measure_given": measure, "value": value, "low": low, "high": high, "unit": unit}
    words = f"{measure} {text} (95% CI {low_text}-{high_text}), {p_text}"
    draw.result(study, f"{measure.lower()}-{len(draw.results)}", words, **cells, spread_kind="CI 95%", **p)


def before_after(draw):
    """Write a study of one arm: scores and ratings with ranges and quartiles, and the share that was content."""
    rng, n = draw.rng, int(draw.rng.integers(9, 61))
    study = draw.study("before-after", n + int(rng.integers(0, 3)))
    common = {"n_analysed": n, "time": 6.0, "time_unit": "months", "contrast": "one arm over time"}
    common |= {"arm": "treated", "arm_role": "treated", "grain": 1.0, "unit": "points"}
    before = np.clip(np.rint(rng.normal(11, 3, n)), 0, 18).astype(int)
    after = np.clip(before - np.rint(rng.normal(2, 2, n)).astype(int), 0, 18)
    places = int(rng.choice([1, 2, 2]))
    numbers = mean_of(before), mean_of(after), float(after.std(ddof=1))
    texts, (first, last, sd) = zip(*(printed(x, places) for x in numbers), strict=True)
    score = {"outcome": "severity score (0-18, lower is better)", **common}
    words = f"{texts[0]} to {texts[1]} (SD {texts[2]}), n = {n}"
    cells = {"statistic": "mean", "value": last, "baseline": first, "spread": sd, "spread_kind": "SD"}
    draw.result(study, "score", words, **score, **cells)
    low, median, high = float(after.min()), float(np.median(after)), float(after.max())
    cells = {"statistic": "median", "value": median, "low": low, "high": high, "spread_kind": "range over people"}
    draw.result(study, "score-range", f"median {median:g} (range {low:g}-{high:g})", **score, **cells)
    rating = np.clip(np.rint(rng.normal(7, 1.7, n)), 0, 10).astype(int)
    text, value = printed(mean_of(rating), places)
    cells = {"statistic": "mean", "value": value, "low": float(rating.min()), "high": float(rating.max())}
    words = f"mean {text} (range {rating.min()}-{rating.max()}), n = {n}"
    draw.result(study, "rating", words, outcome="rating (0-10)", spread_kind="range over people", **common, **cells)
    low, median, high = (float(x) for x in np.quantile(rng.poisson(2.5, n), (0.25, 0.5, 0.75)))
    cells = {"statistic": "median", "value": median, "low": low, "high": high, "spread_kind": "quartiles"}
    draw.result(study, "pain", f"median {median:g} ({low:g}-{high:g})", outcome="pain (0-10)", **common, **cells)
    for tag, outcome, share in (("content", "content with the result", 0.7), ("again", "would do it again", 0.5)):
        text, value = printed(Fraction(100 * int(rng.binomial(n, share)), n), int(rng.integers(0, 2)))
        cells = {**common, "grain": None, "unit": "% of people", "statistic": "percent", "value": value}
        draw.result(study, tag, f"{text}% of {n}", outcome=outcome, denominator="at risk", **cells)
    events = int(rng.binomial(n, 0.05))
    cells = {**common, "grain": None, "unit": None, "statistic": "count", "events": events, "total": n}
    cells |= {"outcome": "adverse events", "outcome_family": "adverse events", "event": "any", "denominator": "at risk"}
    draw.result(study, "harm", f"{events} of {n}", **cells)


def cross_section(draw):
    """Write a survey: a prevalence, and odds ratios crude and adjusted."""
    rng, n = draw.rng, int(draw.rng.integers(90, 700))
    study = draw.study("cross-sectional", n)
    exposed = int(rng.integers(n // 4, 3 * n // 4))
    cases = int(rng.binomial(exposed, 0.3)), int(rng.binomial(n - exposed, 0.18))
    text, value = printed(Fraction(100 * sum(cases), n), int(rng.integers(0, 2)))
    common = {"outcome": "hair loss", "outcome_family": "prevalence", "n_analysed": n}
    cells = {"statistic": "percent", "value": value, "unit": "% of people", "denominator": "at risk"}
    draw.result(study, "prevalence", f"{text}% of {n}", **common, **cells)
    table = np.array([cases[0], exposed - cases[0], cases[1], n - exposed - cases[1]])
    log_odds = math.log(table[0] * table[3] / (table[1] * table[2]))
    crude = log_odds, math.sqrt((1 / table).sum()), "tight styles", "no"
    adjusted = float(rng.normal(0.5, 0.4)), float(rng.uniform(0.15, 0.5)), "relaxed hair", "yes"
    for size, se, arm, is_adjusted in (crude, adjusted):
        cells = {"contrast": "between arms", "arm": arm, "arm_role": "exposed", "comparator_arm": f"without {arm}"}
        cells |= {"adjusted": is_adjusted, "p_compares": "between groups"}
        ratio(draw, study, "OR", size, se, 2 * stats.norm.sf(abs(size / se)), {**common, **cells})


def review(draw):
    """Write a meta-analysis: two pooled differences, standardised or not."""
    rng, study = draw.rng, draw.study("meta-analysis", system="documents")
    pooled = (("SMD", "standardised", 0.7, 0.2), ("WMD", "difference", 12.0, 4.0))
    for measure, statistic, centre, scale in pooled:
        size, se = float(rng.normal(centre, scale)), float(scale * rng.uniform(0.5, 1.5))
        places = 3 if rng.random() < 0.2 else 2
        (text, value), (low_text, low), (high_text, high) = (printed(size + z * se, places) for z in (0, -1.96, 1.96))
        p_text, p = printed_p(rng, 2 * stats.norm.sf(abs(size / se)))
        cells = {"statistic": statistic, "measure_given": measure, "contrast": "between arms", "arm": "light"}
        cells |= {"arm_role": "other treatment", "comparator_arm": "sham", "value": value, "low": low, "high": high}
        cells |= {"spread_kind": str(rng.choice(arithmetic.INTERVALS)), "p_compares": "between arms", **p}
        cells |= {
            "level": "pooled by a review",
            "outcome": f"hair density, {measure}",
            "outcome_family": "hair density",
        }
        cells |= {"unit": "SMD" if measure == "SMD" else "hairs/cm2"}
        draw.result(study, measure.lower(), f"{measure} {text} ({low_text} to {high_text}), {p_text}", **cells)


# --- frames -----------------------------------------------------------------------------------------------------------


def schemas():
    """Columns and types of the three tables, from the descriptor; `grain` is added where it lacks it."""
    resources = {r["name"]: r["schema"] for r in json.loads(DESCRIPTOR.read_text(encoding="utf-8"))["resources"]}
    fields = {name: list(resources[name]["fields"]) for name in ("results", "reports", "studies")}
    if "grain" not in {field["name"] for field in fields["results"]}:
        fields["results"].append(GRAIN)
    return {name: {field["name"]: TYPES[field["type"]] for field in table} for name, table in fields.items()}


SCHEMAS = schemas()


def frames_of(draw):
    frames = {}
    for name, types in SCHEMAS.items():
        rows = sorted(getattr(draw, name), key=lambda row: row[next(iter(types))])
        unknown = {column for row in rows for column in row} - set(types)
        if unknown:
            raise KeyError(f"{name}: {sorted(unknown)} stand in no descriptor")
        columns = {column: [row.get(column) for row in rows] for column in types}
        frames[name] = pd.DataFrame({c: pd.Series(columns[c], dtype=types[c]) for c in types})
    return frames


def rows_of(frames):
    """The frames as lists of dicts with None for a blank cell."""
    rows = {}
    for name, frame in frames.items():
        columns = [[None if cell is pd.NA or cell != cell else cell for cell in frame[c].tolist()] for c in frame]
        rows[name] = [dict(zip(frame, cells, strict=True)) for cells in zip(*columns, strict=True)]
    return rows


def valid(rng):
    """Draw the tables of a review whose printed numbers all follow from one set of people each.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    dict of DataFrame
        `results`, `reports` and `studies`, typed as the real tables are.
    """
    while True:
        draw = Draw(rng)
        trial(draw, whole=True, spread_on_change=bool(rng.random() < 0.5))
        trial(draw, whole=False, spread_on_change=bool(rng.random() < 0.5))
        before_after(draw)
        cross_section(draw)
        review(draw)
        for _ in range(2):
            draw.study("narrative review", system="documents")
        frames = frames_of(draw)
        rows = rows_of(frames)
        if not (arithmetic.shared(rows) or arithmetic.implausible(rows)):  # by chance: right, but looking wrong
            return frames
