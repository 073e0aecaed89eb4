"""口径 in and out of the database: what each place says is in force from a month until the next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from domain.districts import EVERYWHERE
from domain.inheritance import Inherited, Setting, inherited
from domain.months import Month
from domain.policy import Policy
from storage.compiled import small
from storage.repository import Repository
from storage.tables import policies

_OF_CHAIN = small(
    select(policies).where(
        policies.c.place_id.in_(bindparam("chain", expanding=True)),
        policies.c.effective_from <= bindparam("month"),
    )
)


class Policies(Repository):
    async def of_month(self, month: Month, chain: Sequence[int] = (EVERYWHERE,)) -> Policy:
        """The policy in force at the end of the chain; the defaults where nobody said anything."""
        return (await self.inherited(month, chain)).policy

    async def inherited(self, month: Month, chain: Sequence[int]) -> Inherited:
        rows = await self.all_rows(_OF_CHAIN, chain=list(chain), month=str(month))
        return inherited([setting_of(row) for row in rows], chain, month)

    async def settings(self) -> list[Setting]:
        """Whatever any place ever said."""
        ordered = select(policies).order_by(policies.c.effective_from, policies.c.place_id)
        return [setting_of(row) for row in await self.all_rows(ordered)]

    async def set(
        self,
        policy: Policy,
        effective_from: Month,
        by_id: int | None,
        now: datetime,
        place_id: int = EVERYWHERE,
    ) -> None:
        """Let the place say, from a month on, the fields that were set in this policy."""
        month = str(effective_from)
        this = (policies.c.place_id == place_id) & (policies.c.effective_from == month)
        await self.run(delete(policies).where(this))
        body = policy.model_dump(mode="json", exclude_unset=True)
        await self.run(
            insert(policies).values(
                place_id=place_id, effective_from=month, body=body, set_by=by_id, set_at=now
            )
        )


def setting_of(row: Any) -> Setting:
    """A row of the table, or one that has its columns."""
    return Setting(row.place_id, Month.parse(row.effective_from), row.body, row.set_at)
