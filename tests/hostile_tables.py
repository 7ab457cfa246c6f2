"""Tables full of text that would act where it is taken for anything but text."""

import dataclasses
import itertools

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=x()><a href='javascript:x()'>x</a>\u202etxt\u200b{{ 7*7 }}"


def hostile(tables, text=HOSTILE):
    """Put a text behind every free cell, and before the first quotation, in the table and in the article."""
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
                frame[column["name"]] = frame[column["name"]].astype(object).fillna("") + text
        frames[resource["name"]] = frame
    quoted = frames["claims"].loc[0, "quotation"]
    frames["claims"].loc[0, "quotation"] = f"{text} {quoted}"
    article = tables.texts["a1"].replace(quoted, f"{text} {quoted}")
    return dataclasses.replace(tables, texts={"a1": article}, emphasis={"a1": []}, **frames)
