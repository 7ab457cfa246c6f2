"""A review whose every free cell holds text that would act if any writer took it for markup."""

import dataclasses
import itertools

ACTS = "<script>alert(1)</script><img src=x onerror=x()><a href='javascript:x()'>x</a>{{ 7*7 }}"
SIGNS = '=1+1 #import "x" @ref $x$ *a* _b_ `c` [d](javascript:x) | \\input{x} \\ % & ~ ^ {e} <!-- f'
# A break, then what would begin a heading, a list, a rule or a field on a line of its own.
LINES = "\n# head\n\n- item\n= part\nTY  - JOUR\n---\n\\end{document}"
MARKS = "\u202etxt\u200b"
NASTY = f" \"'>{ACTS} {SIGNS}{LINES} {MARKS}"


def flat(text: str) -> str:
    """Text with every run of blanks as one, as a reader of any output has it."""
    return " ".join(text.split())


def nasty(tables):
    """Put the nasty text behind every cell that may hold free text, and before the first quotation."""
    frames = {}
    for resource in tables.descriptor["resources"]:
        if "schema" not in resource:
            continue
        frame = getattr(tables, resource["name"]).copy()
        joined = itertools.chain.from_iterable(key["fields"] for key in resource["schema"].get("foreignKeys", []))
        kept = {*joined, "claim_id", "quotation", "file", "time", "rater", "domain", "level"}
        for column in resource["schema"]["fields"]:
            closed = {"enum", "pattern"} & set(column.get("constraints", {})) or column["type"] != "string"
            if not closed and column["name"] not in kept:
                frame[column["name"]] = frame[column["name"]].astype(object).fillna("") + NASTY
        frames[resource["name"]] = frame
    quoted = frames["claims"].loc[0, "quotation"]
    frames["claims"].loc[0, "quotation"] = f"{NASTY} {quoted}"
    text = tables.texts["a1"].replace(quoted, f"{NASTY} {quoted}")
    return dataclasses.replace(tables, texts={"a1": text}, emphasis={"a1": []}, **frames)
