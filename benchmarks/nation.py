"""What a row of the evaluation costs where there are many times as many: a province, and a nation.

    python -m benchmarks.nation
    python -m benchmarks.nation --times 28 --villages 21000 --grids 107000 --visits 86000

Each on a generated database in a temporary directory; the first evaluation, which writes, comes
before what is measured. A nation of 600,000 villages takes ten minutes and 2 GB.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from actions.month.evaluation import evaluate_grids, evaluate_month
from benchmarks.evaluation import MONTH, NOW, timed
from benchmarks.province import Size, fill
from storage.engine import open_storage
from storage.schema import upgrade

RUNS = 3


class Seen(NamedTuple):
    """Seconds with nothing new, of how many subjects, and the most memory in MB so far."""

    month: float
    of_month: int
    grids: float
    of_grids: int
    memory: float


async def look(size: Size, file: Path) -> Seen:
    storage = open_storage(f"sqlite:///{file}")
    await upgrade(storage)
    began = time.perf_counter()
    await fill(storage, size, MONTH)
    filled = time.perf_counter()
    months = await evaluate_month(storage, MONTH, NOW)
    grids = await evaluate_grids(storage, NOW)
    print(f"{size}: {filled - began:.0f} s to fill, {time.perf_counter() - filled:.0f} s to write")
    rounds = [
        (
            (await timed(lambda: evaluate_month(storage, MONTH, NOW)))[0],
            (await timed(lambda: evaluate_grids(storage, NOW)))[0],
        )
        for _ in range(RUNS)
    ]
    await storage.close()
    month, grid = (min(each) for each in zip(*rounds, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Seen(month, months.subjects, grid, grids.subjects, memory)


def table(one: Seen, many: Seen) -> Table:
    made = Table("what", "province", "nation", "×")
    for what, a, b in (
        ("month, s", one.month, many.month),
        ("month, µs a subject", *(1e6 * each.month / each.of_month for each in (one, many))),
        ("grids, s", one.grids, many.grids),
        ("grids, µs a subject", *(1e6 * each.grids / each.of_grids for each in (one, many))),
        ("memory at most, MB", one.memory, many.memory),
    ):
        made.add_row(what, f"{a:.2f}", f"{b:.2f}", f"{b / a:.2f}")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--villages", type=int, default=5_000)
    parser.add_argument("--grids", type=int, default=25_000)
    parser.add_argument("--visits", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=1)
    parser.add_argument("--times", type=int, default=6)
    given = parser.parse_args()
    size = Size(given.villages, given.grids, given.visits, given.months)
    seen = []
    for times in (1, given.times):
        this = Size(*(times * each for each in size[:3]), size.months)
        with tempfile.TemporaryDirectory() as folder:
            seen.append(asyncio.run(look(this, Path(folder) / "office.db")))
    Console(width=100).print(table(*seen))


if __name__ == "__main__":
    main()
