"""区划: what lies above what."""

from domain.districts import lowest_above


def test_the_lowest_district_above_all() -> None:
    assert lowest_above(["/1/4/", "/1/4/"]) == 4
    assert lowest_above(["/1/4/", "/1/7/"]) == 1
    assert lowest_above(["/1/4/", "/1/4/9/"]) == 4
    assert lowest_above(["/1/4/", "/2/5/"]) is None
    assert lowest_above([]) is None
