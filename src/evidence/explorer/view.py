"""The widget: three filters, a list of claims, the path of the one chosen, and its charts."""

from __future__ import annotations

import ipywidgets as widgets
import pandas as pd

from evidence.explorer.choosing import ASKED, chart, choose, path, table
from evidence.gallery import exhibits
from evidence.review import Review

VIEW = "application/vnd.jupyter.widget-view+json"
NOTHING = "<p>No claim has these together. Set one of the three to <em>any</em>.</p>"
NO_CHART = "<p>There is no chart of this claim: an opinion is not judged.</p>"
NAMES = {"claim_id": "id", "short": "claim"}
WIDE = widgets.Layout(width="auto", max_width="60em")


class Explorer:
    """Verdicts to click through in a notebook; where no kernel runs, the table of all claims stands in.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.

    Attributes
    ----------
    filters : dict of str to Dropdown
        verdict, severity and topic; "" is any.
    claim : Select
        The claims that the filters leave.
    chart : Dropdown
        The charts of the chosen claim.
    path, picture : HTML
        The path of that claim, and its chosen chart.
    """

    def __init__(self, review: Review):
        self._review, self._all = review, choose(review)
        self.filters = {name: self._filter(name) for name in ASKED}
        self.claim = widgets.Select(description="claim", rows=8, layout=WIDE)
        self.chart = widgets.Dropdown(description="chart", layout=WIDE)
        self.path, self.picture = widgets.HTML(), widgets.HTML()
        for one in self.filters.values():
            one.observe(self._choose, names="value")
        self.claim.observe(self._show_claim, names="value")
        self.chart.observe(self._show_chart, names="value")
        self._choose()
        row = widgets.HBox(list(self.filters.values()), layout=widgets.Layout(flex_flow="row wrap"))
        self.box = widgets.VBox([row, self.claim, self.path, self.chart, self.picture])

    @property
    def claim_id(self) -> str:
        """The chosen claim; blank where the filters leave none."""
        return self.claim.value or ""

    @property
    def shown(self) -> pd.DataFrame:
        """The claims that the filters leave; see `choose`."""
        return choose(self._review, **{name: one.value for name, one in self.filters.items()})

    def __repr__(self) -> str:
        """How many claims there are to choose from."""
        return f"Explorer of {len(self._all)} claims; needs a running kernel, else the table of claims is shown."

    def _repr_mimebundle_(self, **kwargs) -> dict:
        """Give the widget, and the table for where no kernel answers: as markdown, which Jupyter aligns left."""
        view = self.box._repr_mimebundle_(**kwargs)[VIEW]
        return {VIEW: view, "text/markdown": table(self._all.rename(columns=NAMES)), "text/plain": repr(self)}

    def _filter(self, name: str) -> widgets.Dropdown:
        counts = self._all[name].value_counts(sort=False)
        told = [(f"{word} ({number})", word) for word, number in counts.items()]
        return widgets.Dropdown(options=[("any", ""), *told], description=name)

    def _choose(self, change=None) -> None:
        claims = self.shown
        told = claims["claim_id"] + " " + claims["short"] + ": " + claims["verdict"]
        _offer(self.claim, list(zip(told, claims["claim_id"], strict=True)))
        if claims.empty:
            self.path.value, self.picture.value = NOTHING, ""
            _offer(self.chart, [])

    def _show_claim(self, change) -> None:
        if self.claim_id:
            self.path.value, self.picture.value = table(path(self._review, self.claim_id)), NO_CHART
            drawn = exhibits(self._review, self.claim_id)
            _offer(self.chart, [(f"{one.chart.name.replace('_', ' ')}: {one.title}", one) for one in drawn])

    def _show_chart(self, change) -> None:
        if self.chart.value:
            self.picture.value = chart(self._review, self.chart.value)


def _offer(choice: widgets.Select | widgets.Dropdown, options: list[tuple[str, object]]) -> None:
    """Put options up and choose the first, which ipywidgets does only where another was chosen before."""
    choice.options = options
    choice.index = 0 if options else None
