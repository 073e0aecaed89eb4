"""Settings are read once, and refused with a sentence when they can't be meant."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(f"SHAODIAN_{name.upper()}", value)
    return Settings(_env_file=None)


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)
    assert settings.host == "127.0.0.1" and settings.telegram_token is None


def test_the_order_of_messengers_is_a_list_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, messengers="Telegram，webchat, telegram")
    assert settings.messengers == ("telegram", "webchat")


def test_an_unknown_messenger_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match="渠道只能是"):
        read(monkeypatch, messengers="telegram,qq")


@pytest.mark.parametrize("secret", ["", "有中文", "a b"])
def test_a_webhook_without_a_good_secret_is_refused(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    with pytest.raises(ValidationError, match="TELEGRAM_WEBHOOK_SECRET"):
        read(
            monkeypatch,
            telegram_webhook_url="https://bot.example/telegram/webhook",
            telegram_webhook_secret=secret,
        )


def test_secrets_are_known_and_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, telegram_token="1:secret", telegram_proxy="socks5://me:pass@h:1")
    assert {"1:secret", "socks5://me:pass@h:1"} <= set(settings.secrets())
    assert "1:secret" not in repr(settings) and "pass" not in repr(settings)


def test_every_setting_says_in_chinese_what_it_is_for() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description and any("一" <= c <= "龥" for c in field.description), name
