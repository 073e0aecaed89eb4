"""What a row of the evaluation costs where there are many times as many: a province, and a nation.

    python -m benchmarks.nation
    python -m benchmarks.nation --times 28 --villages 21000 --grids 107000 --visits 86000

Each on a generated database in a temporary directory; the first evaluation, which writes, comes
before what is measured, which they do in turns. A nation of 600,000 villages takes ten minutes
and 2 GB.
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
from storage.engine import Storage, open_storage
from storage.schema import upgrade

RUNS = 3


class Office(NamedTuple):
    """A database, how many subjects its month and its grids have, and the most memory by then."""

    storage: Storage
    of_month: int
    of_grids: int
    memory: float


async def opened(size: Size, file: Path) -> Office:
    storage = open_storage(f"sqlite:///{file}")
    await upgrade(storage)
    began = time.perf_counter()
    await fill(storage, size, MONTH)
    filled = time.perf_counter()
    month = await evaluate_month(storage, MONTH, NOW)
    grids = await evaluate_grids(storage, NOW)
    print(f"{size}: {filled - began:.0f} s to fill, {time.perf_counter() - filled:.0f} s to write")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Office(storage, month.subjects, grids.subjects, memory)


async def look(office: Office) -> tuple[float, float]:
    """Seconds for the month and for the grids, with nothing new."""
    month, _ = await timed(lambda: evaluate_month(office.storage, MONTH, NOW))
    grids, _ = await timed(lambda: evaluate_grids(office.storage, NOW))
    return month, grids


async def measure(sizes: list[Size], folder: Path) -> Table:
    offices = [await opened(size, folder / f"{n}.db") for n, size in enumerate(sizes)]
    rounds = [[await look(office) for office in offices] for _ in range(RUNS)]
    best = [[min(each) for each in zip(*seen, strict=True)] for seen in zip(*rounds, strict=True)]
    for office in offices:
        await office.storage.close()
    (month, grids), (months, many_grids) = best
    one, many = offices
    made = Table("what", "province", "nation", "×")
    for what, a, b in (
        ("month, s", month, months),
        ("month, µs a subject", 1e6 * month / one.of_month, 1e6 * months / many.of_month),
        ("grids, s", grids, many_grids),
        ("grids, µs a subject", 1e6 * grids / one.of_grids, 1e6 * many_grids / many.of_grids),
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
    sizes = [size, Size(*(given.times * each for each in size[:3]), size.months)]
    with tempfile.TemporaryDirectory() as folder:
        Console(width=100).print(asyncio.run(measure(sizes, Path(folder))))


if __name__ == "__main__":
    main()
