"""What fits into a message of WeCom: limits of its documents (101032, 90236, 101463, 91770)."""

from domain.model import Model


class Shape(Model):
    """How much a message takes: characters, entries; bytes of texts and files.

    `group` and `group_file` are of a message to a group by webhook (91770).
    """

    title: int = 26
    desc: int = 30
    text: int = 112
    facts: int = 6
    label: int = 5
    value: int = 30
    buttons: int = 6
    button: int = 10
    options: int = 20
    option: int = 17
    selector: int = 10
    selected: int = 16
    markdown: int = 20_480
    file: int = 100 * 512 * 1024
    group: int = 4096
    group_file: int = 20 * 1024 * 1024
