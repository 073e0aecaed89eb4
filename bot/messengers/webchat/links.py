"""Where a person's one-time link points to."""

from bot.settings import Settings


def chat_link(settings: Settings, secret: str) -> str:
    """The secret stands behind `#`: browsers do not send it, so no log ever holds it."""
    return f"{_root(settings)}/chat#k={secret}"


def desk_link(settings: Settings, secret: str) -> str:
    """The same secret opens either of them, once."""
    return f"{_root(settings)}/desk/login#k={secret}"


def _root(settings: Settings) -> str:
    local = f"http://{settings.host}:{settings.port}"
    return (settings.public_url or local).rstrip("/")
