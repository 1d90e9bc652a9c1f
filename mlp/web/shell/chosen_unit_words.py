"""What a unit is called.

It must not know how that is laid out.
"""

UNIT = "{stage} · unit {unit}"

SCORE = "{stage} · digit {unit}"
