"""Draw the picture of the README: the first topics of the claim-strength chart (python docs/picture.py)."""

from pathlib import Path

import evidence
from evidence import figures

HERE = Path(__file__).parent
TOPICS = ("regrowth", "named sources", "safety", "regulation")
TITLE = "How strong is each claim? Four of twelve topics"


def first_topics(claims):
    """Keep the claims of the topics that a reader of the article meets first."""
    return claims[claims["topic"].isin(TOPICS)]


def main() -> None:
    """Write claim_strength.png beside this file."""
    review = evidence.assess(evidence.load(HERE.parent / "data"))
    some = first_topics(review.claims)
    with figures.house_style():
        figure, ax = figures.new_figure(figures.figure_size(some, notes=(review.who_judged,)))
        figures.plot_claim_strength(some, ax, TITLE, notes=(review.who_judged,))
        path = figures.write_figure(figure, HERE / "claim_strength.png", TITLE, figures.describe_claim_strength(some))
    print(f"{path.name} written.")


if __name__ == "__main__":
    main()
