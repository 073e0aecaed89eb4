"""Photographs of visits: how many, and when."""

from domain.errors import Refused

MOST_PHOTOS = 9
"""Photographs of one visit."""


class TooManyPhotos(Refused):
    """The visit has as many photographs as it may."""
