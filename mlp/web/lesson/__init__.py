"""The sections of the Lesson page."""
