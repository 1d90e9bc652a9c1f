"""What a unit is called where stages have their names of the tutorial.

It must not know how that is laid out.
"""

UNIT = "{stage} · unit {unit}"

SCORE = "{stage} · digit {unit}"

UNITS = "{count} units of {stage}"

NOUN = "unit"

SCORES = "scores"
