"""The reviewers' desk in JupyterLab: a claim, its evidence, a decision by keyboard, the next claim.

`queue` is what one reviewer may see at one moment, `sitting` says and takes back, `page` is what one claim shows,
`table` stands in where no kernel runs; `view` is the widget, whose looks and keys are in `board.css` and `board.js`.
"""

from evidence.board.queue import FILTERS, Queue
from evidence.board.sitting import Said, Sitting
from evidence.board.view import Board

__all__ = ["FILTERS", "Board", "Queue", "Said", "Sitting"]
