"""Logs on standard error, in which no secret and no phone is ever seen (规则 2.4)."""

import logging
import re
from collections.abc import Sequence

from domain.people import masked_phone

PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Discreet(logging.Formatter):
    """Takes secrets out of the finished text, tracebacks of other people's code included."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(FORMAT)
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return PHONE.sub(lambda found: masked_phone(found[0]), text)


def set_up_logging(level: str, secrets: Sequence[str]) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # aiogram tells of every update it handled; the audit does that better
    logging.getLogger("aiogram.event").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
