"""Steps from state to state."""

from enum import StrEnum

import pytest

from domain.steps import NotNext, Steps


class Light(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


LIGHTS = Steps(
    {Light.RED: (Light.GREEN,), Light.GREEN: (Light.AMBER, Light.RED), Light.AMBER: (Light.RED,)}
)


def test_what_follows_is_offered_in_order() -> None:
    assert LIGHTS.after(Light.GREEN) == (Light.AMBER, Light.RED)


def test_only_what_follows_is_allowed_and_the_error_says_both_states() -> None:
    LIGHTS.check(Light.RED, Light.GREEN)
    for wanted in (Light.AMBER, Light.RED):
        with pytest.raises(NotNext) as caught:
            LIGHTS.check(Light.RED, wanted)
        assert (caught.value.now, caught.value.wanted) == (Light.RED, wanted)
