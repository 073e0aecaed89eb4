"""Every setting, read once from the environment (`SHAODIAN_…`) or `.env`, and handed over.

The descriptions are for the people who run the product: README and `shaodian doctor` show them.
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MESSENGERS = ("wecom", "telegram", "webchat")


def setting(default: Any, meaning: str, **limits: Any) -> Any:
    return Field(default, description=meaning, **limits)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="SHAODIAN_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    database_url: str = setting(
        "sqlite:///data/shaodian.db",
        "数据库地址。默认是本机一个文件；城市一级可填 postgresql://用户:口令@主机/库名。",
    )
    host: str = setting("127.0.0.1", "网页服务监听的地址。默认只有本机能访问。")
    port: int = setting(8321, "网页服务监听的端口。", ge=0, le=65535)
    public_url: str = setting("", "别人打开网页时用的地址，用来生成链接；不填则按监听地址生成。")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = setting("INFO", "日志的详细程度。")
    demo: bool = setting(False, "演示模式：示例数据、可拨快的时钟、免登录。正式使用时不要打开。")

    messengers: Annotated[tuple[str, ...], NoDecode] = setting(
        MESSENGERS,
        "通知先走哪个渠道，用逗号分开；没有接通的渠道会跳过，没有写出的渠道不用来发通知。",
    )
    outbox_poll_seconds: float = setting(0.5, "每隔多少秒看一次有没有要发的通知。", gt=0)
    outbox_retry_seconds: float = setting(5, "发送失败后第一次重试前等多少秒，之后加倍。", gt=0)
    outbox_retry_cap_seconds: float = setting(900, "两次重试之间最多等多少秒。", gt=0)
    outbox_give_up_hours: float = setting(72, "发不出去的通知，多少小时后放弃并告知街道。", gt=0)

    telegram_token: SecretStr | None = setting(None, "Telegram 机器人的令牌；不填则不启用。")
    telegram_api: str = setting("https://api.telegram.org", "Telegram Bot API 的地址。")
    telegram_proxy: SecretStr | None = setting(
        None, "访问 Telegram 用的代理，如 socks5://127.0.0.1:1080；可带用户名口令。"
    )
    telegram_timeout_seconds: float = setting(20, "一次 Telegram 请求最多等多少秒。", gt=0)
    telegram_poll_seconds: int = setting(30, "长轮询一次最多等多少秒。", ge=0, le=50)
    telegram_webhook_url: str = setting(
        "",
        "填了就用 webhook 收消息：Telegram 能访问的 https 地址，通向本服务的 /telegram/webhook。",
    )
    telegram_webhook_secret: SecretStr | None = setting(
        None, "webhook 的密钥，1 到 256 个字母、数字、_ 或 -；用 webhook 时必须填。"
    )
    telegram_per_second: int = setting(30, "Telegram 每秒最多发多少条（全部会话合计）。", ge=1)
    telegram_per_chat_per_second: int = setting(1, "Telegram 每个会话每秒最多发多少条。", ge=1)
    telegram_per_group_per_minute: int = setting(20, "Telegram 每个群每分钟最多发多少条。", ge=1)
    mask_names_on_telegram: bool = setting(
        True, "在 Telegram 上把姓名显示为“王**”，且不发送名册（服务器在境外）。"
    )

    @field_validator("messengers", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part for part in re.split(r"[,，、\s]+", value.lower()) if part)
        return value

    @field_validator("messengers")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in value if name not in MESSENGERS]
        if unknown or not value:
            raise ValueError(f"渠道只能是 {'、'.join(MESSENGERS)}，至少写一个")
        return tuple(dict.fromkeys(value))

    @field_validator("telegram_api")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        if self.telegram_webhook_url:
            secret = self.telegram_webhook_secret
            if not secret or not re.fullmatch(r"[\w-]{1,256}", secret.get_secret_value(), re.A):
                raise ValueError(
                    "使用 Telegram webhook 必须设置 SHAODIAN_TELEGRAM_WEBHOOK_SECRET"
                    "（1 到 256 个字母、数字、_ 或 -）"
                )
        return self

    def secrets(self) -> list[str]:
        """What must never be seen in a log."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
