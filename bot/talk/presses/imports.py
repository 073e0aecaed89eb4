"""A workbook that was sent."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id
from domain.imports.renamed import Renamed


class ImportFile(CallbackData, prefix="if"):
    """What to do with a workbook that was looked through: `all`, `skip` bad rows, `drop` it, `look`
    again. What the office said of the places asked about follows a dot: `all.renamed`."""

    file_id: Id
    how: str

    @property
    def wish(self) -> str:
        return self.how.partition(".")[0]

    @property
    def renamed(self) -> Renamed:
        """An answer of a later version is no answer."""
        said = self.how.partition(".")[2]
        return Renamed(said) if said in set(Renamed) else Renamed.ASK
