"""区划: the tree of districts; an office answers for one node and all below it."""

from collections.abc import Iterable

from domain.model import Model


class District(Model):
    """`path` is the chain of ids from the root, `/1/4/`: below means path starts with path."""

    id: int
    code: str
    name: str
    parent_id: int | None = None
    path: str

    def covers(self, other_path: str) -> bool:
        return other_path.startswith(self.path)


def lowest_above(paths: Iterable[str]) -> int | None:
    """The id of the lowest district that holds all of these; None where there is none."""
    chains = [path.strip("/").split("/") for path in paths]
    shared = [step[0] for step in zip(*chains, strict=False) if len(set(step)) == 1]
    return int(shared[-1]) if shared else None
