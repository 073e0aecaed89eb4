"""区划: what lies above what."""

import pytest

from domain.districts import (
    DistrictCodeWrong,
    codes_above,
    digits_of,
    whole_code,
)


def test_a_code_says_where_it_is() -> None:
    assert whole_code("321183") == "321183000000"
    assert whole_code("321183003000") == "321183003000"
    assert digits_of("321183003000") == "321183003"
    assert digits_of("321183000000") == "321183"
    assert digits_of("320000000000") == "32"
    assert codes_above("321183003000") == ["321183000000", "321100000000", "320000000000"]
    assert codes_above("321183000000") == ["321100000000", "320000000000"]
    assert codes_above("320000000000") == []


@pytest.mark.parametrize("code", ["", "3", "321", "3211830030001", "句容", "32118３"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(DistrictCodeWrong):
        whole_code(code)
