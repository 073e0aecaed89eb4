"""The desk in a real browser: nothing from outside, nothing cut off, at a desk and on a phone."""

import os
from pathlib import Path

import pytest

from actions.month.cases import open_cases
from actions.month.evaluation import evaluate_grids
from tests.desk.conftest import Browsed

SIZES = {"1280": {"width": 1280, "height": 850}, "390": {"width": 390, "height": 844}}
PAGES = {
    "month": "/month",
    "villages": "/villages/list",
    "village": "/villages/1",
    "rename": "/villages/1/rename",
    "todo": "/todo/list",
    "closing": "/closing",
    "merge": "/villages/1/merge",
    "split": "/villages/1/split",
    "retire": "/villages/1/retire",
    "remind": "/villages/remind",
    "advisers": "/advisers/list",
    "grids": "/grids/list",
    "grid": "/grids/1",
    "rename-grid": "/grids/1/rename",
    "merge-grid": "/grids/1/merge",
    "split-grid": "/grids/1/split",
    "retire-grid": "/grids/1/retire",
    "grid-worker": "/grids/1/worker",
    "people": "/people/list",
    "person": "/people/1",
    "invite": "/people/invite",
    "leave": "/people/1/leave",
    "roll": "/mingbairen/list",
    "mingbairen": "/mingbairen/1",
    "correct": "/mingbairen/1/correct",
    "stage": "/mingbairen/stage?pk=1&pk=2",
    "appoint": "/villages/1/appoint",
    "end-appointment": "/villages/1/end-appointment",
}


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_every_page_fits_and_loads_nothing_from_outside(browsed: Browsed, size: str) -> None:
    await browsed.page.set_viewport_size(SIZES[size])
    await browsed.enters("赵敏")
    for name, path in PAGES.items():
        await browsed.opens(path)
        await _keep_picture(browsed, f"{name}-{size}")
        wide = await browsed.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SIZES[size]["width"], f"{name} is {wide} wide"
    await evaluate_grids(browsed.storage, browsed.now)
    async with browsed.storage.unit() as unit:
        await open_cases(unit, None, browsed.now)
    await browsed.opens("/todo/list")
    await browsed.page.locator("input[name=pk]").first.check()
    await _keep_picture(browsed, f"todo-chosen-{size}")
    await browsed.page.get_by_role("button", name="已安排").click()
    await _keep_picture(browsed, f"todo-arrange-{size}")
    assert browsed.outside == []
    assert browsed.complaints == []


async def _keep_picture(browsed: Browsed, name: str) -> None:
    """Where SHAODIAN_PICTURES says: to be looked at, and for the manual."""
    if folder := os.environ.get("SHAODIAN_PICTURES"):
        await browsed.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
