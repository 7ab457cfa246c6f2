"""Ways to be wrong, by kind of error: slips of the hand, cells of another row, one number taken for another.

A way takes all rows (lists of dicts) and a generator, and proposes edits: (table, row, column, new value). Whether what
it proposes is an error beyond rounding, `seeded_errors` finds out.
"""

import itertools
import math

import seeded_arithmetic as arithmetic
from seeded_arithmetic import has, place


class NothingToChange(Exception):
    """This draw has no row for this way to be wrong, or this slip cannot be made in this number."""


def pick(rng, candidates):
    if not candidates:
        raise NothingToChange
    return candidates[rng.integers(len(candidates))]


# --- slips of the hand in one number ----------------------------------------------------------------------------------


def mistyped(rng, text):
    at = pick(rng, [i for i, sign in enumerate(text) if sign.isdigit()])
    return text[:at] + pick(rng, [d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


def swapped(rng, text):
    places = [i for i, sign in enumerate(text) if sign.isdigit()]
    one, other = pick(rng, [(i, j) for i, j in itertools.pairwise(places) if text[i] != text[j]])
    signs = list(text)
    signs[one], signs[other] = signs[other], signs[one]
    return "".join(signs)


def left_out(rng, text):
    places = [i for i, sign in enumerate(text) if sign.isdigit()]
    at = pick(rng, places if len(places) > 1 else [])
    return text[:at] + text[at + 1 :]


def doubled(rng, text):
    at = pick(rng, [i for i, sign in enumerate(text) if sign.isdigit()])
    return text[: at + 1] + text[at:]


def shifted(rng, text):
    places = arithmetic.decimals(text)
    return f"{float(text) * 10:.{max(0, places - 1)}f}" if rng.random() < 0.5 else f"{float(text) / 10:.{places + 1}f}"


SLIPS = {
    "a digit mistyped": mistyped,
    "two digits swapped": swapped,
    "a digit left out": left_out,
    "a digit doubled": doubled,
    "decimals shifted": shifted,
}

SLIPS_OF_P = ("a digit mistyped", "two digits swapped", "a digit left out", "decimals shifted")


def slipped(rng, value, slip):
    """Make one slip in a number; the sign stays."""
    whole = float(value).is_integer()
    text = slip(rng, f"{abs(value):.{0 if whole else arithmetic.decimals(value)}f}").rstrip(".")
    new = math.copysign(float(text), value)
    return new if isinstance(value, float) else int(new)


# --- ways to be wrong -------------------------------------------------------------------------------------------------


def cells(*columns, table="results", where=lambda row: True):
    """Filled cells of these columns in the rows that `where` lets through."""
    return lambda draw: [(table, r, c) for r in draw[table] if where(r) for c in columns if r[c] is not None]


def slips(select, only=tuple(SLIPS), told=""):
    """One way for each slip of the hand."""

    def way(slip):
        def edit(draw, rng):
            table, row, column = pick(rng, select(draw))
            return [(table, row, column, slipped(rng, row[column], slip))]

        return edit

    return {f"{name}{told}": way(SLIPS[name]) for name in only}


def borrowed(select, lends=lambda row, other: True):
    """Take the cell from another row."""

    def edit(draw, rng):
        table, row, column = pick(rng, select(draw))
        others = [o for o in draw[table] if o is not row and has(o, column) and lends(row, o)]
        return [(table, row, column, pick(rng, others)[column])]

    return edit


def computed(select, new):
    """Replace the cell by what `new(row, draw)` makes of the row; None where it makes nothing."""

    def edit(draw, rng):
        table, row, column = pick(rng, select(draw))
        value = new(row, draw)
        if value is None:
            raise NothingToChange
        return [(table, row, column, value)]

    return edit


def like(value, model):
    """Round a computed number as the one that it replaces."""
    return round(float(value), max(1, arithmetic.decimals(model)))


def other_arm(row, other):
    return place(row, "statistic") == place(other, "statistic") and row["arm"] != other["arm"]


def other_outcome(row, other):
    return place(row) != place(other)


def study_of(row, draw):
    return next(study for study in draw["studies"] if study["study_id"] == row["study_id"])


def mean_row(row, draw):
    rows = [o for o in draw["results"] if o["statistic"] == "mean" and has(o, "baseline", "value")]
    return next((o for o in rows if place(o, "arm") == place(row, "arm")), None)


# --- 1 to 3: whole numbers --------------------------------------------------------------------------------------------


def bare_percent(row):
    return row["statistic"] == "percent" and row["events"] is None


def of_enrolled(row, draw):
    enrolled = study_of(row, draw)["n"]
    return None if enrolled is None else like(row["value"] * row["n_analysed"] / enrolled, row["value"])


def one_fewer(row, draw):
    return row["n_analysed"] - 1


def whole_mean(row):
    return row["grain"] is not None and row["statistic"] in ("mean", "change")


def whole_sd(row):
    return whole_mean(row) and row["spread_kind"] == "SD"


SHARE = {
    **slips(cells("value", where=bare_percent)),
    "n of another study": borrowed(cells("n_analysed", where=bare_percent), other_outcome),
    "percent of all enrolled": computed(cells("value", where=bare_percent), of_enrolled),
    "one person fewer in n": computed(cells("n_analysed", where=bare_percent), one_fewer),
}
MEAN = {
    **slips(cells("value", where=whole_mean)),
    **slips(cells("baseline", where=whole_mean), ["a digit mistyped", "two digits swapped"], " at baseline"),
    "n of another arm": borrowed(cells("n_analysed", where=whole_mean), other_arm),
    "one person fewer in n": computed(cells("n_analysed", where=whole_mean), one_fewer),
    "mean of another arm": borrowed(cells("value", where=whole_mean), other_arm),
}
SD = {
    **slips(cells("spread", where=whole_sd)),
    "SD of another arm": borrowed(cells("spread", where=whole_sd), other_arm),
    "SD of another outcome": borrowed(cells("spread", where=whole_sd), other_outcome),
}


# --- 4 and 5: counts --------------------------------------------------------------------------------------------------


def percent_with_count(row):
    return row["statistic"] == "percent" and row["events"] is not None


def events_for_total(draw, rng):
    table, row, _ = pick(rng, cells("events", where=lambda r: (r["events"] or 0) > 0)(draw))
    return [(table, row, "events", row["total"]), (table, row, "total", row["events"])]


COUNT = {
    **slips(cells("events"), ["a digit mistyped", "a digit doubled", "decimals shifted"]),
    **slips(cells("total"), ["a digit mistyped", "two digits swapped", "a digit left out"], " in the total"),
    "total of another arm": borrowed(cells("total"), other_arm),
    "n of another arm": borrowed(cells("n_analysed", where=lambda r: has(r, "events")), other_arm),
    "events and total exchanged": events_for_total,
    "a minus sign before the count": computed(cells("events"), lambda row, draw: -row["events"] or None),
}
PERCENT_OF_COUNT = {
    **slips(cells("value", where=percent_with_count)),
    **slips(cells("events", where=percent_with_count), ["a digit mistyped", "two digits swapped"], " in the count"),
    "percent of another arm": borrowed(cells("value", where=percent_with_count), other_arm),
    "percent of all enrolled": computed(cells("value", where=percent_with_count), of_enrolled),
    "percent without the event": computed(
        cells("value", where=percent_with_count), lambda row, draw: like(100 - row["value"], row["value"])
    ),
    "share printed as percent": computed(
        cells("value", where=percent_with_count), lambda row, draw: round(row["value"] / 100, 3)
    ),
}


# --- 6 to 8: intervals ------------------------------------------------------------------------------------------------


def interval(row):
    return row["spread_kind"] in arithmetic.INTERVALS


def ratio(row):
    return interval(row) and row["statistic"] == "ratio"


def with_p(row):
    return interval(row) and row["p"] is not None


def same_scale(row, other):
    return interval(other) and (row["statistic"] == "ratio") == (other["statistic"] == "ratio")


def limits(new):
    """Replace both limits of an interval by what `new(row, others, rng)` gives."""

    def edit(draw, rng):
        table, row, _ = pick(rng, cells("low", where=interval)(draw))
        others = [o for o in draw["results"] if o is not row and interval(o)]
        low, high = new(row, others, rng)
        return [(table, row, "low", low), (table, row, "high", high)]

    return edit


def rescaled(factor):
    """Make an interval narrower or wider, on the scale on which it is symmetric."""

    def new(row, others, rng):
        there, back = (math.log, math.exp) if row["statistic"] == "ratio" else (float, float)
        value = there(row["value"])
        return [like(back(value + (there(row[c]) - value) * factor), row[c]) for c in ("low", "high")]

    return limits(new)


def interval_of_another(row, others, rng):
    other = pick(rng, others)
    return other["low"], other["high"]


def symmetric_ratio(row, others, rng):
    """The interval that a ratio gets when log is forgotten."""
    if row["statistic"] != "ratio":
        raise NothingToChange
    half = (row["high"] - row["low"]) / 2
    return like(row["value"] - half, row["low"]), like(row["value"] + half, row["high"])


def operator_turned(draw, rng):
    table, row, column = pick(rng, cells("p_operator", where=lambda r: r["p_operator"] in ("<", ">"))(draw))
    return [(table, row, column, "<" if row[column] == ">" else ">")]


def p_of_another(where):
    def edit(draw, rng):
        table, row, _ = pick(rng, cells("p", where=where)(draw))
        other = pick(rng, [o for o in draw["results"] if o is not row and has(o, "p")])
        return [(table, row, "p", other["p"]), (table, row, "p_operator", other["p_operator"])]

    return edit


OUTSIDE = {
    **slips(cells("value", where=interval)),
    **slips(cells("low", "high", where=interval), ["a digit mistyped", "decimals shifted"], " in a limit"),
    "limits exchanged": limits(lambda row, others, rng: (row["high"], row["low"])),
    "interval of another row": limits(interval_of_another),
    "estimate of another row": borrowed(cells("value", where=interval), same_scale),
    "log of the ratio": computed(cells("value", where=ratio), lambda row, draw: like(math.log(row["value"]), 0.01)),
    "sign lost in the lower limit": computed(
        cells("low", where=interval), lambda row, draw: -row["low"] if row["low"] < 0 else None
    ),
}
LOPSIDED = {
    **slips(cells("low", "high", where=interval)),
    **slips(cells("value", where=interval), ["a digit mistyped", "two digits swapped"], " in the estimate"),
    "a limit of another row": borrowed(cells("low", "high", where=interval), same_scale),
    "ratio with an interval made without log": limits(symmetric_ratio),
}
P_OF_INTERVAL = {
    **slips(cells("p", where=with_p), SLIPS_OF_P),
    "p of another row": p_of_another(with_p),
    "operator turned": operator_turned,
    "one-sided p": computed(cells("p", where=with_p), lambda row, draw: round(row["p"] / 2, 4)),
    "90% interval called 95%": rescaled(1.645 / 1.96),
    "one SE to each side called 95%": rescaled(1 / 1.96),
    "99% interval called 95%": rescaled(2.576 / 1.96),
}


# --- 9 to 12: arms ----------------------------------------------------------------------------------------------------


def between(row):
    return row["contrast"] == "between arms" and row["p"] is not None


def arm_with_spread(row):
    return row["contrast"] != "between arms" and row["spread_kind"] in arithmetic.SPREADS


def of_change(row):
    return row["statistic"] == "change"


def of_percent_change(row):
    return row["statistic"] == "percent change"


def not_benchmark(row):
    return row["arm_role"] != "benchmark" and (of_change(row) or of_percent_change(row))


def percent_of_after(row, draw):
    mean = mean_row(row, draw)
    return like(100 * (1 - mean["baseline"] / mean["value"]), row["value"])


def after_in_percent_of_before(row, draw):
    return like(row["value"] + 100, row["value"])


def percent_for_change(row, draw):
    mean = mean_row(row, draw)
    return like(100 * (mean["value"] / mean["baseline"] - 1), row["value"])


def one_arm(row):
    return row["contrast"] != "between arms" and row["n_analysed"] is not None


def trial_n(draw):
    several = {r["study_id"] for r in draw["results"] if r["arm_role"] == "benchmark"}
    return cells("n", table="studies", where=lambda study: study["study_id"] in several)(draw)


def n_of_one_arm(row, draw):
    return max(r["n_analysed"] for r in draw["results"] if r["study_id"] == row["study_id"] and one_arm(r))


def enrolled(row, draw):
    return study_of(row, draw)["n"]


def converted(row, factor):
    return like(row["spread"] * factor, row["spread"])


def se_for_sd(row, draw):
    return converted(row, row["n_analysed"] ** -0.5) if row["spread_kind"] == "SD" else None


def sd_for_se(row, draw):
    return converted(row, row["n_analysed"] ** 0.5) if row["spread_kind"] == "SE" else None


def other_label(row):
    return "SE" if row["spread_kind"] == "SD" else "SD"


def label_of_all_arms(draw, rng):
    _, row, _ = pick(rng, cells("spread_kind", where=arm_with_spread)(draw))
    same = [o for o in draw["results"] if arm_with_spread(o) and place(o, "statistic") == place(row, "statistic")]
    return [("results", o, "spread_kind", other_label(o)) for o in same]


P_OF_ARMS = {
    **slips(cells("p", where=between), SLIPS_OF_P),
    "p of another row": p_of_another(between),
    "operator turned": operator_turned,
    **slips(cells("spread", where=arm_with_spread), ["decimals shifted", "two digits swapped"], " in an SD"),
    **slips(cells("value", where=arm_with_spread), ["a digit mistyped"], " in a mean"),
    **slips(cells("events"), ["a digit mistyped", "two digits swapped"], " in a count"),
    "SE for SD in one arm": computed(cells("spread", where=arm_with_spread), se_for_sd),
}
CHANGE = {
    **slips(cells("value", where=lambda r: of_change(r) or of_percent_change(r))),
    **slips(cells("baseline"), ["a digit mistyped", "two digits swapped"], " at baseline"),
    "sign turned": computed(cells("value", where=of_change), lambda row, draw: -row["value"]),
    "change of another arm": borrowed(cells("value", where=of_change), other_arm),
    "percent of the value after": computed(cells("value", where=of_percent_change), percent_of_after),
    "after in percent of before": computed(cells("value", where=of_percent_change), after_in_percent_of_before),
    "percent printed as change": computed(cells("value", where=of_change), percent_for_change),
}
ARMS_OVER_TOTAL = {
    **slips(trial_n, ["a digit mistyped", "two digits swapped", "a digit left out"], " in the total"),
    **slips(cells("n_analysed", where=one_arm), ["a digit mistyped", "two digits swapped", "a digit doubled"]),
    "n of one arm as total": computed(trial_n, n_of_one_arm),
    "n of all as n of one arm": computed(cells("n_analysed", where=one_arm), enrolled),
}
SD_OR_SE = {
    "SE printed as SD": computed(cells("spread", where=arm_with_spread), se_for_sd),
    "SD printed as SE": computed(cells("spread", where=arm_with_spread), sd_for_se),
    "label of one arm wrong": computed(cells("spread_kind", where=arm_with_spread), lambda row, draw: other_label(row)),
    "label of all arms wrong": label_of_all_arms,
}


# --- 13 to 15: what is likely -----------------------------------------------------------------------------------------


def limited(row):
    return row["spread_kind"] in ("range over people", "quartiles")


def in_range(row):
    return row["statistic"] == "mean" and row["outcome"].startswith("severity score")


def limits_exchanged(draw, rng):
    table, row, _ = pick(rng, cells("low", where=limited)(draw))
    return [(table, row, "low", row["high"]), (table, row, "high", row["low"])]


def larger(factor):
    """Make a change larger, and the mean after with it, so that only its size is odd."""

    def edit(draw, rng):
        table, row, column = pick(rng, cells("value", where=of_change)(draw))
        new, mean = like(row["value"] * factor, row["value"]), mean_row(row, draw)
        return [(table, row, column, new), (table, mean, "value", like(mean["baseline"] + new, row["value"]))]

    return edit


def copied_interval(lends):
    def edit(draw, rng):
        table, row, _ = pick(rng, cells("low", where=interval)(draw))
        other = pick(rng, [o for o in draw["results"] if interval(o) and o["value"] != row["value"] and lends(row, o)])
        return [(table, row, "low", other["low"]), (table, row, "high", other["high"])]

    return edit


def copied_mean(draw, rng):
    table, row, _ = pick(rng, cells("spread", where=arm_with_spread)(draw))
    other = pick(rng, [o for o in draw["results"] if arm_with_spread(o) and o["study_id"] != row["study_id"]])
    return [(table, row, column, other[column]) for column in ("value", "spread", "spread_kind")]


BEYOND_RANGE = {
    **slips(cells("low", "high", "value", where=limited)),
    **slips(cells("spread", "value", where=in_range), ["a digit mistyped", "decimals shifted"], " in mean or SD"),
    "limits exchanged": limits_exchanged,
    "value of another outcome": borrowed(cells("value", where=limited), other_outcome),
    "SD of another outcome": borrowed(cells("spread", where=in_range), other_outcome),
}
IMPLAUSIBLE = {
    "change and mean after ten times too large": larger(10),
    "change and mean after five times too large": larger(5),
    **slips(cells("value", where=not_benchmark), ["decimals shifted", "a digit doubled"]),
    **slips(cells("spread", where=arm_with_spread), ["decimals shifted"], " in an SD"),
    "mean after printed as change": computed(
        cells("value", where=of_change), lambda row, draw: mean_row(row, draw)["value"]
    ),
}
SHARED = {
    "interval copied from another study": copied_interval(lambda row, o: row["study_id"] != o["study_id"]),
    "interval copied from another outcome": copied_interval(
        lambda row, o: row["study_id"] == o["study_id"] and other_outcome(row, o)
    ),
    "mean and spread copied from another study": copied_mean,
}


# --- 16 and 17: reports and registrations -----------------------------------------------------------------------------


def paper(row):
    return row["kind"] == "paper"


def registration(row):
    return row["kind"] == "registration"


def from_row_above(*columns):
    def edit(draw, rng):
        papers = [r for r in draw["reports"] if paper(r)]
        above, row = pick(rng, list(itertools.pairwise(papers)))
        return [("reports", row, column, above[column]) for column in columns]

    return edit


def drag_filled(draw, rng):
    """A DOI dragged down over two or three rows, as a spreadsheet does, its last number rising by one."""
    printed, length = [r for r in draw["reports"] if r["doi"] is not None], int(rng.integers(3, 5))
    runs = [printed[i : i + length] for i in range(len(printed) - length + 1)]
    first, *below = pick(rng, [run for run in runs if all(map(paper, run))])
    head, number = arithmetic.last_number(first["doi"])
    return [("reports", row, "doi", f"{head}{number + i}") for i, row in enumerate(below, 1)]


def title_of_another(draw, rng):
    study = pick(rng, draw["studies"])
    other = pick(rng, [o for o in draw["studies"] if o is not study])
    report = next(r for r in draw["reports"] if paper(r) and r["study_id"] == study["study_id"])
    citation = report["citation"].replace(study["title"], other["title"])
    return [("studies", study, "title", other["title"]), ("reports", report, "citation", citation)]


def after_the_paper(row, draw):
    return f"{study_of(row, draw)['year'] + 1}{row['date'][4:]}"


IDENTIFIERS = {
    "DOI of the row above": from_row_above("doi"),
    "PMID of the row above": from_row_above("pmid"),
    "DOI and PMID of the row above": from_row_above("doi", "pmid"),
    "DOI dragged down": drag_filled,
    "title of another paper": title_of_another,
}
REGISTERED = {
    **slips(cells("planned_n", table="reports"), ["a digit mistyped", "two digits swapped", "a digit left out"]),
    "n of another registration": borrowed(cells("planned_n", table="reports")),
    "withdrawn": computed(cells("status", table="reports", where=registration), lambda row, draw: "Withdrawn"),
    "not yet recruiting": computed(
        cells("status", table="reports", where=registration), lambda row, draw: "Not yet recruiting"
    ),
    "registered after the paper": computed(cells("date", table="reports", where=registration), after_the_paper),
    **slips(trial_n, ["a digit mistyped"], " in n of the study"),
}


# --- all of them ------------------------------------------------------------------------------------------------------

WAYS = {
    "percent": SHARE,
    "mean of whole numbers": MEAN,
    "SD of whole numbers": SD,
    "events over n": COUNT,
    "percent against count": PERCENT_OF_COUNT,
    "interval without estimate": OUTSIDE,
    "lopsided interval": LOPSIDED,
    "p against interval": P_OF_INTERVAL,
    "p against arms": P_OF_ARMS,
    "change against before and after": CHANGE,
    "arms against total": ARMS_OVER_TOTAL,
    "SD or SE": SD_OR_SE,
    "SD beyond range": BEYOND_RANGE,
    "implausible change": IMPLAUSIBLE,
    "shared interval": SHARED,
    "one DOI, two titles": IDENTIFIERS,
    "registered against reported": REGISTERED,
}
