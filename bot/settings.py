"""Every setting, read once from the environment (`SHAODIAN_…`) or `.env`, and handed over.

The descriptions are for the people who run the product: docs/设置.md shows them.
"""

import re
from datetime import time
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.talk.arrivals import GROUP
from bot.wecom_shape import Shape
from domain.telling import MORNING, NIGHT

MESSENGERS = ("wecom", "telegram", "webchat", GROUP)


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
    web_read_seconds: float = setting(
        20, "网页服务等一个请求发完，多少秒没有动静就断开，不让半截的请求一直占着。", gt=0
    )
    openapi: bool = setting(False, "公开接口说明 /openapi.json，供对接的人查看；一般不用打开。")
    metrics_token: SecretStr | None = setting(
        None,
        "看 /metrics 要带的口令（请求头 Authorization: Bearer 口令）；不填则只有本机能看，"
        "而填了 PUBLIC_URL 的（经代理访问，分不清是不是本机）谁都看不到。",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = setting("INFO", "日志的详细程度。")
    demo: bool = setting(False, "演示模式：示例数据、可拨快的时钟、免登录。正式使用时不要打开。")

    messengers: Annotated[tuple[str, ...], NoDecode] = setting(
        MESSENGERS,
        "通知先走哪个渠道，用逗号分开；group 是街道工作群，只用于街道人员。"
        "没有接通的渠道会跳过，没有写出的渠道不用来发通知。各人可以用“通知渠道”另选。",
    )
    outbox_poll_seconds: float = setting(0.5, "每隔多少秒看一次有没有要发的通知。", gt=0)
    outbox_at_once: int = setting(100, "每个渠道同时最多发多少条；发得慢的渠道不拖累别的。", ge=1)
    lease_seconds: float = setting(
        30,
        "一个进程领走的通知和定时任务，多少秒没有它的动静就由别的进程接手（分开运行时用到）。",
        ge=1,
        le=600,
    )
    outbox_retry_seconds: float = setting(5, "发送失败后第一次重试前等多少秒，之后加倍。", gt=0)
    outbox_retry_cap_seconds: float = setting(900, "两次重试之间最多等多少秒。", gt=0)
    outbox_give_up_hours: float = setting(72, "发不出去的通知，多少小时后放弃并告知街道。", gt=0)

    tell_from: time = setting(
        MORNING, "通知从几点起发；夜里产生的通知等到这时再发，对话里的回答不等。"
    )
    tell_until: time = setting(NIGHT, "通知发到几点；与 TELL_FROM 相同就是全天都发。")

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
    telegram_webhook_at_once: int = setting(
        100, "webhook 同时最多处理多少条，超过的马上请 Telegram 稍后再发。", ge=1
    )
    telegram_per_second: int = setting(30, "Telegram 每秒最多发多少条（全部会话合计）。", ge=1)
    telegram_per_chat_per_second: int = setting(1, "Telegram 每个会话每秒最多发多少条。", ge=1)
    telegram_per_group_per_minute: int = setting(20, "Telegram 每个群每分钟最多发多少条。", ge=1)
    mask_names_on_telegram: bool = setting(
        True, "在 Telegram 上把姓名显示为“王**”，且不发送名册（服务器在境外）。"
    )

    wecom_bot_id: str = setting("", "企业微信智能机器人的 Bot ID；不填则不启用企业微信。")
    wecom_secret: SecretStr | None = setting(None, "企业微信智能机器人长连接专用的 Secret。")
    wecom_url: str = setting(
        "wss://openws.work.weixin.qq.com", "企业微信长连接的地址；私有部署的填自己的地址。"
    )
    wecom_proxy: SecretStr | None = setting(
        None, "访问企业微信用的代理，如 http://127.0.0.1:3128；可带用户名口令。一般不用填。"
    )
    wecom_bot_name: str = setting(
        "", "机器人在企业微信里的名字，用来去掉群里 @它 的称呼；名字里有空格时需要填。"
    )
    wecom_texts: Literal["auto", "always", "never"] = setting(
        "auto",
        "卡片前要不要附一条同样内容的文字：auto 通知总是附，回答附到对方按过一次按钮为止；"
        "always 总是附，never 只在卡片放不下时附。",
    )
    wecom_per_minute: int = setting(30, "企业微信每个会话每分钟最多发多少条。", ge=1)
    wecom_per_hour: int = setting(1000, "企业微信每个会话每小时最多发多少条。", ge=1)
    wecom_uploads_per_minute: int = setting(30, "企业微信机器人每分钟最多上传多少个文件。", ge=1)
    wecom_uploads_per_hour: int = setting(1000, "企业微信机器人每小时最多上传多少个文件。", ge=1)
    wecom_shape: Shape = setting(
        Shape(), '企业微信卡片、文字和文件的上限（JSON，如 {"title": 36}），官方放宽后才需要改。'
    )
    wecom_answer_seconds: float = setting(
        3.0,
        "按下按钮后多少秒还没有结果，就先在卡片上显示“正在处理”；官方要求5秒内应答。",
        gt=0,
        le=5,
    )
    wecom_ping_seconds: float = setting(30, "每隔多少秒向企业微信发一次心跳。", gt=0)
    wecom_silence_seconds: float = setting(65, "企业微信多少秒没有应答就重新连接。", gt=0)
    wecom_retry_seconds: float = setting(1, "连接断开后第一次重连前等多少秒，之后加倍。", gt=0)
    wecom_retry_cap_seconds: float = setting(60, "两次重连之间最多等多少秒。", gt=0)
    wecom_refused_seconds: float = setting(
        60, "企业微信不认 Bot ID 或 Secret 时，第一次再试前等多少秒，之后加倍。", gt=0
    )
    wecom_refused_cap_seconds: float = setting(900, "不认身份时两次再试之间最多等多少秒。", gt=0)
    wecom_webhooks: SecretStr | None = setting(
        None,
        "街道工作群的群机器人（消息推送）地址：街道名=地址，多个用空格或分号分开；"
        "只有一个街道时可以只填地址。什么时候发到群里由 SHAODIAN_MESSENGERS 里 group 的位置决定。",
    )
    wecom_webhook_per_minute: int = setting(20, "每个群机器人每分钟最多发多少条。", ge=1)

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

    @model_validator(mode="after")
    def _bot_has_a_secret(self) -> Self:
        if self.wecom_bot_id and not (self.wecom_secret and self.wecom_secret.get_secret_value()):
            raise ValueError(
                "填了 SHAODIAN_WECOM_BOT_ID，还要填 SHAODIAN_WECOM_SECRET（长连接 Secret）"
            )
        webhooks(self)
        return self

    def secrets(self) -> list[str]:
        """What must never be seen in a log."""
        values = (getattr(self, name) for name in type(self).model_fields)
        kept = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        return [*kept, *(key_of(url) for url in webhooks(self).values())]


def webhooks(settings: Settings) -> dict[str, str]:
    """Addresses of group webhooks by the name of their district; "" is for every district.

    Raises ValueError, whose words do not repeat the address.
    """
    found = {}
    text = settings.wecom_webhooks.get_secret_value() if settings.wecom_webhooks else ""
    for entry in re.split(r"[\s;；]+", text):
        name, url = entry.split("=", 1) if "=http" in entry else ("", entry)
        if entry and not (url.startswith(("http://", "https://")) and key_of(url)):
            raise ValueError("SHAODIAN_WECOM_WEBHOOKS 要写成 街道名=https://…?key=… 的样子")
        if entry:
            found[name.strip()] = url
    return found


def key_of(url: str) -> str:
    return "".join(parse_qs(urlsplit(url).query).get("key", []))
