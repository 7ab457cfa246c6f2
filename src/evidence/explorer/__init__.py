"""The verdicts to click through in a notebook: choose claims, see the path of one and its charts."""

from evidence.explorer.choosing import chart, choose, path
from evidence.explorer.view import Explorer

__all__ = ["Explorer", "chart", "choose", "path"]
