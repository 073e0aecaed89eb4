"""What the cells of the month's workbook say."""

from datetime import date

from domain.visits import Confirmation, Visit
from words.labels import SOURCE_LABELS

NO_ADVISER = "未配备法律顾问"


def remark_words(assigned_days: int, days: int, *, served: bool) -> str:
    """Behind a village: why its quota is another than that of its neighbours."""
    if not served:
        return NO_ADVISER
    return f"本月聘任{assigned_days}天" if assigned_days < days else ""


def evidence_cell(visit: Visit) -> str:
    confirmed = visit.confirmation is Confirmation.CONFIRMED
    return SOURCE_LABELS[visit.source] + ("、村确认" if confirmed else "")


def covered_words(covered: bool) -> str:
    return "已覆盖" if covered else "未覆盖"


def roll_name(district: str, day: date) -> str:
    """The file name of a 花名册."""
    return f"{district}花名册{day:%Y%m%d}.xlsx"
