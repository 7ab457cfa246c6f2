"""New rows for the tables: what a reference file says, and the words for what nobody has seen."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from evidence.errors import OutputError
from evidence.references.citation import written
from evidence.references.dates import iso, issued
from evidence.references.identifiers import doi, registry_id
from evidence.references.matching import identifiers
from evidence.references.naming import first_name
from evidence.references.text import one_line
from evidence.vocabulary import WAITING

_SERVERS = re.compile(r"arxiv|biorxiv|medrxiv|chemrxiv|research square|ssrn|preprint|10\.21203/rs|10\.1101/", re.I)
_UNKNOWN = ("not confirmed", "not shown", "not checked", "nothing")  # what the lists of allowed words call unknown
_PAGES = ("webpage", "post", "post-weblog", "entry-encyclopedia")


class Rows:
    """Makes the two rows of a reference, as the descriptor of the data folder has them.

    Parameters
    ----------
    descriptor : dict
        The descriptor.
    file : str
        Name of the file of references.
    """

    def __init__(self, descriptor: dict, file: str):
        self._file = one_line(file)
        self._fields = {
            name: {field["name"]: field for field in resource["schema"]["fields"]}
            for resource in descriptor["resources"]
            if (name := resource["name"]) in ("studies", "reports")
        }

    def make(self, item: dict, number: int, slug: str) -> tuple[dict[str, str], dict[str, str], list[str]]:
        """Make the rows of one reference.

        Parameters
        ----------
        item : dict
            A CSL item with a title.
        number : int
            Its number in the file.
        slug : str
            What the ids are made of.

        Returns
        -------
        study, report : dict of str to str
            One cell per column of the descriptor.
        left_out : list of str
            What the file gives and the tables do not take, in words.
        """
        left_out: list[str] = []
        date = iso(issued(item))
        year = self._fitting("studies", "year", date[:4], left_out)
        report = {
            "report_id": f"r-{slug}",
            "study_id": f"s-{slug}",
            "kind": self._kind(item),
            "citation": written(item),
            **self._numbers(item, left_out),
            "date": date,
            "retraction": self._unknown("reports", "retraction"),
            "exclusion_reason": WAITING,
            "seen": self._unknown("reports", "seen"),
            "locator": f"{self._file}, record {number}",
        }
        if not any(report[name] for name in ("doi", "pmid", "registry_id")):
            report["address"] = self._address(item)
        retracted = "retract" in one_line(item.get("keyword")).casefold()
        note = [f"Imported from {self._file}, record {number}; to be read."]
        note += ["The file calls it retracted: look that up first."] * retracted
        note += [f"Left out: {said}." for said in left_out]
        study = {
            "study_id": f"s-{slug}",
            "label": f"{' '.join([first_name(item), *[year] * bool(year)])} (lead)",
            "title": one_line(item["title"]),
            "year": year,
            **{name: self._unknown("studies", name) for name in ("design", "system", "condition", "seen")},
            "note": " ".join(note),
            "locator": report["locator"],
        }
        return self._whole("studies", study), self._whole("reports", report), left_out

    def takes(self, table: str, column: str, value: str) -> bool:
        """Whether a column may hold a value, by its list of words, pattern and limits."""
        constraints = self._fields[table][column].get("constraints", {})
        if "enum" in constraints and value not in constraints["enum"]:
            return False
        if "pattern" in constraints and not re.fullmatch(constraints["pattern"], value):
            return False
        low, high = constraints.get("minimum"), constraints.get("maximum")
        return (low is None or float(value) >= low) and (high is None or float(value) <= high)

    def _whole(self, table: str, row: dict[str, str]) -> dict[str, str]:
        return {name: row.get(name, "") for name in self._fields[table]}

    def _unknown(self, table: str, column: str) -> str:
        """The word of a column for what nobody knows."""
        allowed = self._fields[table][column].get("constraints", {}).get("enum", [])
        for unknown in _UNKNOWN:
            for word in allowed:
                if unknown in word:
                    return word
        rule = f"a word with one of: {', '.join(_UNKNOWN)}"
        cure = "add one to datapackage.json"
        raise OutputError(f"{table} [{column}]: found {', '.join(allowed)}; allowed: {rule}; do: {cure}")

    def _fitting(self, table: str, column: str, value: str, left_out: list[str]) -> str:
        """A value where the column takes it; else blank, and said."""
        if not value or self.takes(table, column, value):
            return value
        left_out.append(f"{column} {value!r}, which the tables do not take")
        return ""

    def _numbers(self, item: dict, left_out: list[str]) -> dict[str, str]:
        """DOI, PubMed number and registry number, each only in its own form."""
        found = identifiers(item)
        given = one_line(item.get("DOI"))
        if given and not doi(given):
            left_out.append(f"{given[:60]!r}, which is no DOI")
        return {
            "doi": self._fitting("reports", "doi", found.get("DOI", ""), left_out),
            "pmid": self._fitting("reports", "pmid", found.get("PMID", ""), left_out),
            "registry_id": self._fitting("reports", "registry_id", found.get("number", ""), left_out),
        }

    def _kind(self, item: dict) -> str:
        """The kind of document, where the file leaves no doubt; else a paper."""
        own = one_line(item.get("custom", {}).get("kind"))
        if own and self.takes("reports", "kind", own):
            return own
        kind = item.get("type", "")
        if registry_id(one_line(item.get("number"))) and kind in ("report", "dataset", "document", *_PAGES):
            return "registration"
        names = " ".join(one_line(item.get(n)) for n in ("genre", "publisher", "container-title", "URL", "DOI"))
        if kind == "article" and _SERVERS.search(names):
            return "preprint"
        return "web page" if kind in _PAGES else "paper"

    def _address(self, item: dict) -> str:
        """An address that a reader can be sent to: encrypted, and on a host with a name."""
        address = one_line(item.get("URL"))
        try:
            host = urlsplit(address).hostname or ""
            ipaddress.ip_address(host)
        except ValueError:
            named = "." in host if address else False
        else:
            named = False
        return address if named and self.takes("reports", "address", address) else ""
