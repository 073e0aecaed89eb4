"""区划: the tree of districts; an office answers for one node and all below it."""

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
