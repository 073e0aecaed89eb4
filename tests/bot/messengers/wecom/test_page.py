"""The page for administrators names every setting and every code we know."""

import re
from pathlib import Path

from bot.messengers.wecom.refusals import FORGOTTEN, MEANINGS, REPEATED_TASK, TOO_MANY
from bot.settings import Settings

PAGE = Path(__file__).parents[4] / "docs" / "企业微信.md"


def test_every_setting_is_on_the_page_with_its_default() -> None:
    text = PAGE.read_text("utf-8")
    for name, field in Settings.model_fields.items():
        if name.startswith("wecom_"):
            shown = re.search(rf"\| `SHAODIAN_{name.upper()}` \| `?([^|`]*)`? \|", text)
            assert shown, name
            plain = field.default if isinstance(field.default, str | int | float) else None
            expected = f"{plain:g}" if isinstance(plain, float) else str(plain or "")
            assert shown[1] == expected or shown[1].startswith("（"), name


def test_every_code_is_on_the_page() -> None:
    text = PAGE.read_text("utf-8")
    for code in (*MEANINGS, FORGOTTEN, REPEATED_TASK, TOO_MANY):
        assert str(code) in text, code
