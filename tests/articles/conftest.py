"""Hypothesis tries the same inputs in every run, and no clock decides whether a test passes."""

from hypothesis import settings

settings.register_profile("legwise", deadline=None, max_examples=80, derandomize=True, database=None)
settings.load_profile("legwise")
