"""Where a person's one-time link points to."""

from bot.settings import Settings


def chat_link(settings: Settings, secret: str) -> str:
    """The secret stands behind `#`: browsers do not send it, so no log ever holds it."""
    local = f"http://{settings.host}:{settings.port}"
    return f"{(settings.public_url or local).rstrip('/')}/chat#k={secret}"
