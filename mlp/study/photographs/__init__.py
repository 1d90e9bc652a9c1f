"""Photographs of handwritten digits, made by arithmetic.

It must not know how the app finds ink on paper: it draws what a phone's camera would have given,
and reads it back only through what `mlp` offers to anybody.

A digit of MNIST is thinned to its midline, and the midline is drawn again with a pen on paper,
lit, and photographed. Every choice is made at random, from the photograph's own seed:

| what      | how often                                                                           |
| --------- | ----------------------------------------------------------------------------------- |
| paper     | `PAPERS`: white 22 %, ruled 18 %, squared 17 %, cream 8 %, recycled 7 %, legal pad  |
|           | 6 %, sticky note 6 %, kraft 5 %, whiteboard 5 %; light on dark 6 % (blackboard 4 %, |
|           | dark paper 2 %). All have grain and blotches, a tenth has creases                   |
| pen       | `PENS`: blue ballpoint 25 %, black ballpoint 20 %, pencil 17 %, felt-tip 14 %,      |
|           | marker 12 %, red 7 %, green 5 %; on a board a board marker; on dark chalk           |
| stroke    | 2.5–18 % of the digit's height, from the pen's width and the digit's size in mm;    |
|           | never so wide that a hole closes. Uneven; broken in a seventh of the ballpoints     |
| light     | `LIGHTS`: even 28 %, window 20 %, lamp 16 %, cold 11 %, dim 9 %, bright 8 %,        |
|           | flash 8 %; soft shadow 22 %, hard shadow 8 %, bright spot 6 % (whiteboard 35 %)     |
| digit     | longer side 6–75 % of the picture's shorter side, evenly on a log scale; anywhere;  |
|           | on lines 1–6 line spacings high                                                     |
| around    | edge of the paper at 1–3 sides 20 %, whole sheet 7 % (sticky note: as its 76 mm     |
|           | fall), on wood, a dark, a bright or a grey table; printed frame around the digit    |
|           | 5 %, specks 14 %, a finger 3 %                                                      |
| camera    | turned (sd 4°, at most 12°), slight perspective, defocus, motion 10 %, sharpening   |
|           | 25 %, noise, 480×360 to 4000×3000 (70 %: 1200–2000), 60 % upright                   |
| file      | JPEG 93 % (quality 35–95, mostly 4:2:0, 45 % with an orientation in EXIF), PNG 4 %, |
|           | WebP 3 %                                                                            |

NOTE: choices about `mlp` are made on `TUNING_SEED`, whose digits are the training half's last
5,000. `FIGURE_SEED`, with test digits, is only for the figure that is told afterwards.
"""

from mlp.study.photographs.shots import (
    FIGURE_SEED,
    TUNING_SEED,
    Page,
    Photograph,
    page_of_digits,
    photograph,
    photograph_number,
    photographs,
)

__all__ = [
    "FIGURE_SEED",
    "TUNING_SEED",
    "Page",
    "Photograph",
    "page_of_digits",
    "photograph",
    "photograph_number",
    "photographs",
]
