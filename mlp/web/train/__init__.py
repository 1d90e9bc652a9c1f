"""The sections of the Train page."""
