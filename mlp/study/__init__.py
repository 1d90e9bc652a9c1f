"""How the bundled weights were made and judged.

Nothing else in the library needs it.
"""
