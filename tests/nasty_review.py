"""A review whose every free cell holds text that would act if any writer took it for markup."""

from hostile_tables import hostile

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
    """Put the nasty text wherever a table holds free text."""
    return hostile(tables, NASTY)
