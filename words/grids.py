"""A grid in running text."""

from domain.grids import GridCover


def cover_words(cover: GridCover) -> str:
    """`在册1人`, or what is missing; trainees are shown but do not cover."""
    growing = f"，培育中{cover.in_training}人" if cover.in_training else ""
    if cover.registered:
        return f"在册{cover.registered}人{growing}"
    return f"尚无在册明白人{growing}"
