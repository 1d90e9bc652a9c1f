"""Measurements of the running app; timing lives here and not in the tests."""
