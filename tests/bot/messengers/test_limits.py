"""How fast a messenger is written to."""

import asyncio
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messengers.limits import Limits, Rate


class Time:
    """Goes on only by sleeping, and only as far as the first who sleeps wants to."""

    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        until = self.at + seconds
        await asyncio.sleep(0)
        self.at = max(self.at, until)


def limits(time: Time, overall: Rate | None, each: Rate | None) -> Limits:
    return Limits(
        overall, (lambda address: (each,)) if each else None, time_now=time.now, sleep=time.sleep
    )


@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(st.sampled_from("abcde"), min_size=1, max_size=40),
    overall=st.integers(1, 5),
    each=st.integers(1, 3),
)
def test_never_more_than_the_most_in_any_window(people: list[str], overall: int, each: int) -> None:
    async def send_all() -> list[tuple[float, str]]:
        time, sent = Time(), []
        paced = limits(time, Rate(overall, 1), Rate(each, 1))
        for person in people:
            await paced.wait(person)
            sent.append((time.at, person))
        return sent

    sent = asyncio.run(send_all())
    for at, _ in sent:
        window = [person for then, person in sent if at - 1 < then <= at]
        assert len(window) <= overall
        assert max(Counter(window).values()) <= each


async def test_nothing_waits_without_rates() -> None:
    time = Time()
    paced = limits(time, None, None)
    for _ in range(1000):
        await paced.wait("lin")
    assert time.at == 0


async def test_different_people_do_not_wait_for_each_other() -> None:
    time = Time()
    paced = limits(time, Rate(30, 1), Rate(1, 1))
    await asyncio.gather(*(paced.wait(str(n)) for n in range(30)))
    assert time.at == 0
    await paced.wait("0")
    assert time.at == 1


async def test_an_answer_goes_at_once_and_what_is_told_unasked_gives_way() -> None:
    time = Time()
    paced = limits(time, Rate(2, 1), None)
    paced.spend("lin")
    paced.spend("lin")
    paced.spend("lin")
    assert time.at == 0
    await paced.wait("zhou")
    assert time.at == 1


async def test_one_who_is_told_to_wait_waits_alone() -> None:
    time = Time()
    paced = limits(time, Rate(30, 1), Rate(1, 1))
    paced.pause("lin", 20)
    await paced.wait("zhou")
    assert time.at == 0
    await paced.wait("lin")
    assert time.at == 20


async def test_two_who_are_told_to_wait_mean_everybody() -> None:
    time = Time()
    paced = limits(time, Rate(30, 1), Rate(1, 1))
    paced.pause("lin", 20)
    paced.pause("zhou", 30)
    await paced.wait("wang")
    assert time.at == 30


async def test_nobody_waits_in_line_for_anothers_window() -> None:
    """Two messages to one person at once: the second waits a minute, the next person does not."""
    time, gone = Time(), dict[str, float]()
    paced = limits(time, Rate(1, 1), Rate(1, 60))
    paced.spend("nobody")

    async def send(name: str, person: str) -> None:
        await paced.wait(person)
        gone[name] = time.at

    await asyncio.gather(send("first", "lin"), send("second", "lin"), send("other", "zhou"))
    assert gone["first"] == 1 and gone["other"] <= 3 and gone["second"] >= 60


async def test_what_was_long_under_way_counts_from_its_arrival() -> None:
    time = Time()
    paced = limits(time, None, Rate(2, 60))
    await paced.wait("lin")
    time.at += 5
    paced.arrived("lin")
    await paced.wait("lin")
    await paced.wait("lin")
    assert time.at == 65
