"""Who guesses links is slowed down; who has one gets in."""

import httpx

from actions.people.guesses import A_FEW, ALL_A_FEW, ALL_EVERY, EVERY, Guesses


class Seconds:
    def __init__(self) -> None:
        self.at = 1000.0

    def now(self) -> float:
        return self.at


def guesses() -> tuple[Guesses, Seconds]:
    seconds = Seconds()
    return Guesses(seconds.now), seconds


def wrong(guesses: Guesses, address: str, times: int) -> int:
    """How many of so many tries are let through."""
    return sum(not guesses.wait_for(address) for _ in range(times))


def test_one_address_has_a_few_tries_and_then_one_every_while() -> None:
    limit, seconds = guesses()
    assert wrong(limit, "192.0.2.1", 1000) == A_FEW
    assert 0 < limit.wait_for("192.0.2.1") <= EVERY
    assert limit.wait_for("192.0.2.2") == 0
    seconds.at += 3 * EVERY
    assert wrong(limit, "192.0.2.1", 1000) == 3
    seconds.at += 10_000
    assert wrong(limit, "192.0.2.1", 1000) == A_FEW


def test_right_links_are_not_counted() -> None:
    """The staff of a whole street behind one address."""
    limit, _ = guesses()
    for _ in range(1000):
        assert limit.wait_for("192.0.2.1") == 0
        limit.was_right("192.0.2.1")


def test_many_addresses_that_guess_are_slowed_together_and_others_are_not() -> None:
    limit, seconds = guesses()
    crowd = [f"198.51.100.{n}" for n in range(100)]
    let = sum(wrong(limit, address, 10) for address in crowd)
    assert ALL_A_FEW <= let <= ALL_A_FEW + len(crowd)
    seconds.at += 10 * ALL_EVERY
    assert sum(wrong(limit, address, 10) for address in crowd) <= 10
    assert limit.wait_for("192.0.2.1") == 0, "who has not guessed is let in"


def test_a_network_of_ipv6_is_one_address() -> None:
    limit, _ = guesses()
    let = sum(not limit.wait_for(f"2001:db8:0:1::{n:x}") for n in range(1, 1000))
    assert let == A_FEW
    assert limit.wait_for("2001:db8:0:2::1") == 0


async def test_a_browser_that_guesses_is_told_to_wait(server) -> None:
    async def enters(address: str, key: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=server.app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            return await http.post("/chat/api/enter", json={"key": key})

    answers = [await enters("192.0.2.1", f"guess{n}") for n in range(A_FEW + 5)]
    assert [a.status_code for a in answers] == [403] * A_FEW + [429] * 5
    assert 0 < int(answers[-1].headers["Retry-After"]) <= EVERY
    assert "请稍等一会儿" in answers[-1].json()["detail"]
    assert (await enters("192.0.2.2", await server.link("lin"))).is_success
