"""口径 in and out of the database: each is effective from its month until the next one."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from domain.months import Month
from domain.policy import Policy
from storage.repository import Repository
from storage.sqlite import small
from storage.tables import policies

_OF_MONTH = small(
    select(policies.c.body)
    .where(policies.c.effective_from <= bindparam("month"))
    .order_by(policies.c.effective_from.desc())
    .limit(1)
)


class Policies(Repository):
    async def of_month(self, month: Month) -> Policy:
        """The policy in force; the defaults of the rules where none was ever set."""
        row = await self.one_row(_OF_MONTH, month=str(month))
        return Policy.model_validate(row.body) if row else Policy()

    async def all(self) -> list[tuple[Month, Policy]]:
        """Every policy ever set with the month it is effective from, in order."""
        rows = await self.all_rows(select(policies).order_by(policies.c.effective_from))
        return [(Month.parse(row.effective_from), Policy.model_validate(row.body)) for row in rows]

    async def set(
        self, policy: Policy, effective_from: Month, by_id: int | None, now: datetime
    ) -> None:
        self.asked.clear()
        month = str(effective_from)
        await self.run(delete(policies).where(policies.c.effective_from == month))
        body = policy.model_dump(mode="json")
        await self.run(
            insert(policies).values(effective_from=month, body=body, set_by=by_id, set_at=now)
        )
