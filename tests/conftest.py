"""Settings of all tests."""

from hypothesis import settings

# A deadline is a timed assertion: on a busy machine it fails by chance.
settings.register_profile("diplograph", deadline=None)
settings.load_profile("diplograph")
