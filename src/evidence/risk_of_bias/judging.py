"""Hold the judgements given beside those that the tools' own rules compute: by domain, and by study."""

from __future__ import annotations

import pandas as pd

from evidence.errors import StatisticsError
from evidence.risk_of_bias.rules import DOMAIN_RULES, OVERALL_RULES

OVERALL = "overall"
KEY = ["study_id", "tool", "domain"]
COLUMNS = [*KEY, "computed", "given", "judgement", "basis", "differs", "reason"]
BASES = ("from full text", "from abstract", "from secondary page")  # firmest first


def judge_domains(
    appraisals: pd.DataFrame, answers: pd.DataFrame, signals: pd.DataFrame, tools: pd.DataFrame
) -> pd.DataFrame:
    """Hold the judgement given in each domain beside the one computed from the answers.

    Parameters
    ----------
    appraisals : DataFrame
        Columns study_id, tool, domain, judgement, basis, rationale, rater. Of several raters the adjudicated row
        counts, else the first rater's.
    answers : DataFrame
        Columns study_id, tool, signal_id, answer, basis, rater; settled in the same way.
    signals : DataFrame
        Columns signal_id, domain, effect.
    tools : DataFrame
        Columns tool, domain, position.

    Returns
    -------
    DataFrame
        One row per study, tool and domain in the order of the tool, the overall judgement excepted: study_id, tool,
        domain, computed (blank where the tool has no rule for the domain or an answer that it needs is missing), given,
        judgement (the one given, else the one computed), basis, differs (both stand and are not the same: an override),
        reason (for the override).

    Raises
    ------
    StatisticsError
        If an override has no rationale, or a study answers the questions of two effects in one domain.
    """
    given = _given(appraisals[appraisals["domain"].ne(OVERALL)])
    frame = _held_together(_computed(answers, signals), given)
    position = frame[KEY].merge(tools[["tool", "domain", "position"]], how="left")["position"]
    return frame.assign(position=position).sort_values(["study_id", "tool", "position"], ignore_index=True)[COLUMNS]


def judge(
    appraisals: pd.DataFrame, answers: pd.DataFrame, signals: pd.DataFrame, tools: pd.DataFrame, levels: pd.DataFrame
) -> pd.DataFrame:
    """Give each appraised study one judgement, beside the one that the rules of its tool compute.

    Parameters
    ----------
    appraisals, answers, signals, tools : DataFrame
        As for `judge_domains`; tools also has the column critical (yes, no).
    levels : DataFrame
        Columns level, rank (the gravest has the highest).

    Returns
    -------
    DataFrame
        One row per study, the graver where two tools judge it: study_id, tool, computed, given, judgement, basis,
        differs, reason. `computed` is the overall rule of the tool applied to the computed domains, or to the given
        ones where the tool has no rules for domains; blank without a rule, or with a domain missing. `judgement` is the
        one given, else computed, else the gravest domain.

    Raises
    ------
    StatisticsError
        As for `judge_domains`, and for a judgement that is no level.

    Examples
    --------
    >>> columns = ["study_id", "tool", "domain", "judgement", "basis", "rationale", "rater"]
    >>> rows = pd.DataFrame([["s-a", "ROBINS-I", "x", "serious", "from abstract", "Why.", "rater-1"]], columns=columns)
    >>> answers = pd.DataFrame(columns=["study_id", "tool", "signal_id", "answer", "basis", "rater"])
    >>> signals = pd.DataFrame(columns=["signal_id", "domain", "effect"])
    >>> tools = pd.DataFrame({"tool": ["ROBINS-I"], "domain": ["x"], "critical": ["no"], "position": [1]})
    >>> levels = pd.DataFrame({"level": ["serious"], "rank": [6]})
    >>> judge(rows, answers, signals, tools, levels)[["computed", "judgement"]].to_numpy().tolist()
    [['serious', 'serious']]
    """
    domains = judge_domains(appraisals, answers, signals, tools)
    rank = levels.set_index("level")["rank"]
    unranked = sorted(set(appraisals["judgement"]) - set(rank.index))
    if unranked:
        raise StatisticsError(
            f"appraisals, judgement: found {unranked[0]!r}, which has no rank; allowed: {', '.join(rank.index)}; "
            "add the level to the table of levels, or mend the word"
        )
    by_domain = [_overall(study, tool, rows, tools, rank) for (study, tool), rows in domains.groupby(KEY[:2])]
    computed = pd.DataFrame(by_domain, columns=[*KEY, "computed", "computed_basis", "gravest"])
    given = _given(appraisals[appraisals["domain"].eq(OVERALL)])
    frame = _held_together(computed, given)
    gravest = computed.set_index(KEY[:2])[["gravest", "computed_basis"]]
    frame = frame.join(gravest, on=KEY[:2])
    frame["basis"] = frame["basis"].where(frame["judgement"].notna(), frame["computed_basis"])
    frame["judgement"] = frame["judgement"].fillna(frame["gravest"])
    frame = frame.assign(rank=-frame["judgement"].map(rank)).sort_values(["study_id", "rank"], kind="stable")
    columns = [column for column in COLUMNS if column != "domain"]
    return frame.drop_duplicates("study_id")[columns].reset_index(drop=True)


def _settled(rows: pd.DataFrame, thing: list[str]) -> pd.DataFrame:
    """Keep one row per thing judged; `adjudicated` stands before `rater-1` in the alphabet."""
    return rows.sort_values("rater", kind="stable").drop_duplicates(thing)


def _given(appraisals: pd.DataFrame) -> pd.DataFrame:
    names = {"judgement": "given", "basis": "given_basis", "rationale": "reason"}
    return _settled(appraisals, KEY).rename(columns=names)[[*KEY, *names.values()]]


def _computed(answers: pd.DataFrame, signals: pd.DataFrame) -> pd.DataFrame:
    """Apply the rules of each tool to the answers, by study and domain."""
    about = signals[["signal_id", "domain", "effect"]]
    asked = _settled(answers, ["study_id", "signal_id"]).merge(about, on="signal_id")
    rows = []
    for (study, tool, domain), mine in asked.groupby(KEY):
        rule = DOMAIN_RULES.get(tool)
        effects = mine["effect"].dropna().unique()
        if len(effects) > 1:
            raise StatisticsError(
                f"answers of {study}, {tool}, {domain}: questions of two effects ({', '.join(sorted(effects))}); "
                "allowed: those of one; keep the answers for the effect that the review asks about"
            )
        numbers = mine["signal_id"].str.rsplit("-", n=1).str[-1]  # rob2-2.3 is question 2.3
        by_number = dict(zip(numbers, mine["answer"], strict=True))
        judgement = rule(domain, by_number, *effects) if rule else None
        rows.append((study, tool, domain, judgement, max(mine["basis"], key=BASES.index)))
    return pd.DataFrame(rows, columns=[*KEY, "computed", "computed_basis"])


def _overall(study: str, tool: str, domains: pd.DataFrame, tools: pd.DataFrame, rank: pd.Series) -> tuple:
    """Apply the overall rule of a tool, and find the gravest domain and the weakest basis for tools without one."""
    items = tools[tools["tool"].eq(tool) & tools["domain"].ne(OVERALL)].sort_values("position")
    column = "computed" if tool in DOMAIN_RULES else "given"
    judgements = items["domain"].map(domains.set_index("domain")[column])
    rule = OVERALL_RULES.get(tool)
    whole = rule is not None and len(judgements) > 0 and judgements.notna().all()
    computed = rule(judgements.tolist(), items["critical"].eq("yes").tolist()) if whole else None
    gravest = max(domains["judgement"].dropna(), key=rank.get, default=None)
    return study, tool, OVERALL, computed, max(domains["basis"], key=BASES.index), gravest


def _held_together(computed: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Put what was computed beside what was given; the given one counts, and where both differ needs a reason."""
    frame = computed.merge(given, on=KEY, how="outer")
    frame["judgement"] = frame["given"].fillna(frame["computed"])
    frame["basis"] = frame["given_basis"].fillna(frame["computed_basis"])
    frame["differs"] = frame["given"].notna() & frame["computed"].notna() & frame["given"].ne(frame["computed"])
    for row in frame[frame["differs"] & frame["reason"].isna()].itertuples():
        raise StatisticsError(
            f"appraisal of {row.study_id}, {row.tool}, {row.domain}: found {row.given!r} without a rationale; "
            f"allowed: {row.computed!r}, which the tool's rule makes of the answers, or another with a reason; "
            "give the reason"
        )
    frame["reason"] = frame["reason"].where(frame["differs"])
    return frame[COLUMNS]
