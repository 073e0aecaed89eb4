"""What WeCom's documents limit (101032, 90236, 101463, 91770), as checks that raise Broken."""

import re
from typing import Any

TASK_ID = re.compile(r"[0-9A-Za-z_@-]{1,128}")
LONGEST_MARKDOWN = 20_480
FIELDS = {
    "button_interaction": {
        "card_type",
        "source",
        "main_title",
        "sub_title_text",
        "horizontal_content_list",
        "button_selection",
        "button_list",
        "card_action",
        "task_id",
    },
    "vote_interaction": {
        "card_type",
        "source",
        "main_title",
        "checkbox",
        "submit_button",
        "task_id",
    },
}


class Broken(Exception):
    """We sent what no document allows."""


def need(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)


def check_markdown(content: str, longest: int = LONGEST_MARKDOWN) -> str:
    need(bool(content.strip()), "an empty message")
    need(len(content.encode()) <= longest, f"{len(content.encode())} bytes of markdown")
    _clean(content)
    return content


def check_card(card: dict[str, Any]) -> dict[str, Any]:
    kind = card["card_type"]
    need(kind in FIELDS, f"card_type {kind}")
    need(set(card) <= FIELDS[kind], f"fields {set(card) - FIELDS[kind]} in {kind}")
    need(bool(TASK_ID.fullmatch(card["task_id"])), f"task_id {card['task_id']!r}")
    _words(card["main_title"].get("title", ""), 26, "title")
    _words(card["main_title"].get("desc", ""), 30, "description")
    need(any(card["main_title"].values()), "no title")
    _words(card.get("sub_title_text", ""), 112, "text")
    facts = card.get("horizontal_content_list", [])
    need(len(facts) <= 6, f"{len(facts)} facts")
    for fact in facts:
        need(bool(fact["keyname"]) and bool(fact["value"]), "an empty fact")
        _words(fact["keyname"], 5, "label")
        _words(fact["value"], 30, "value")
    if kind == "vote_interaction":
        _check_options(card["checkbox"], 20, 17)
        need(card["checkbox"].get("mode", 0) == 0, "more than one choice")
        _check_button(card["submit_button"], styled=False)
    else:
        _check_buttons(card["button_list"])
        if "button_selection" in card:
            _check_options(card["button_selection"], 10, 16)
    return card


def _check_buttons(buttons: list[dict[str, Any]]) -> None:
    need(1 <= len(buttons) <= 6, f"{len(buttons)} buttons")
    keys = [button["key"] for button in buttons]
    need(len(set(keys)) == len(keys), "a key twice")
    for button in buttons:
        _check_button(button, styled=True)


def _check_button(button: dict[str, Any], *, styled: bool) -> None:
    need(bool(button["text"]), "a button without words")
    _words(button["text"], 10, "button")
    need(1 <= len(button["key"].encode()) <= 1024, "key of a button")
    need(not styled or button.get("style", 1) in (1, 2, 3, 4), "style")


def _check_options(question: dict[str, Any], most: int, longest: int) -> None:
    options = question["option_list"]
    need(1 <= len(options) <= most, f"{len(options)} options")
    need(1 <= len(question["question_key"].encode()) <= 1024, "question_key")
    ids = [option["id"] for option in options]
    need(len(set(ids)) == len(ids), "an option's id twice")
    for option in options:
        need(1 <= len(option["id"].encode()) <= 128, "an option's id")
        need(bool(option["text"]), "an option without words")
        _words(option["text"], longest, "option")


def _words(text: str, longest: int, what: str) -> None:
    need(len(text) <= longest, f"{what} of {len(text)} characters: {text!r}")
    _clean(text)


def _clean(text: str) -> None:
    need("\ufffd" not in text, "a character was split")
    need(not re.search("[\ue000\ue001]", text), "the mark of a name was sent")
