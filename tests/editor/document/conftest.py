"""Settings of the property tests: no deadlines, for a busy machine is no error."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
