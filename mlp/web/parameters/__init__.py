"""The sections of the Parameters page."""
