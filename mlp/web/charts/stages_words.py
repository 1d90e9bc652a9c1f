"""What stands at the axes of the stages' figures.

It must not know how they are drawn.
"""

COLUMN = "column"

ROW = "row"

NUMBER = "number in the row"

IN_A_ROW = "{count} in each row, numbered from left to right"

ROW_BEGINS = "row begins with"

DIGIT = "digit"
