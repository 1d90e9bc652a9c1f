"""Pictures of digits as people bring them: small ones, cells of forms, screens, thick pens, sheets.

It must not know how the app finds ink: it draws what people have on their disks.

Each kind is one of `KINDS`. Every choice is made at random, from the picture's own seed; the digits
are MNIST's, redrawn along their midlines.

| kind       | what                                                                                |
| ---------- | ----------------------------------------------------------------------------------- |
| `small`    | 28×28: photographs shrunk with their grey paper, dim ink, drawings anywhere         |
| `cells`    | cells cut from a form, slivers of its lines on one to four sides: thin or thick,    |
|            | broken, turned up to 2°, up to 4 pixels cut off; the digit may touch them           |
| `closed`   | digits with a hole, drawn large: their strokes leave the picture                    |
| `plots`    | `imshow` in axes with ticks, labels, titles; grey and coloured maps                 |
| `apps`     | windows with a canvas, title, text, buttons, an answer; light and dark              |
| `thick`    | pens of 0.12 to 0.25 of the picture's side, drawn or as squares                     |
| `outlined` | thick digits with an outline, filled or not                                         |
| `grounds`  | on coloured, striped, patterned or scribbled grounds                                |
| `wide`     | 16-bit files with values of 10 to 14 bits, dark on light or light on dark           |
| `sheets`   | eight to twenty digits on one picture                                               |

NOTE: choices about `mlp` are made on `TUNING_SEED`, whose digits are the training half's last
5,000, and whose fonts, maps, colours and lines are others than those of `FIGURE_SEED`, which takes
test digits and is only for the figure that is told afterwards.
"""

from mlp.study.brought.kinds import (
    FIGURE_SEED,
    KINDS,
    TUNING_SEED,
    Brought,
    brought,
)
from mlp.study.brought.measure import Outcome, figures, measure, measured

__all__ = [
    "FIGURE_SEED",
    "KINDS",
    "TUNING_SEED",
    "Brought",
    "Outcome",
    "brought",
    "figures",
    "measure",
    "measured",
]
