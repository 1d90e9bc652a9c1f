"""The words of the pad.

It must not know how that is laid out.
"""

from typing import Any

PAD: dict[str, Any] = {
    "invitation": "Your turn: draw a digit",
    "hint": "Draw a digit here\n0 to 9\nor drop or paste a picture",
    "surface": (
        "Drawing pad. Draw with mouse, finger or pen. With the keyboard: arrow keys move, hold "
        "space to paint, Delete clears, Ctrl+Z undoes, E erases, P draws, G shows the grid."
    ),
    "tools": "Drawing tools",
    "pen": "Pen (P)",
    "eraser": "Eraser (E)",
    "undo": "Undo (Ctrl+Z)",
    "redo": "Redo (Ctrl+Shift+Z)",
    "clear": "Clear (Delete)",
    "grid": "Show the 28×28 grid (G)",
    "width": "Width",
    "channels": {
        "live": "live: answers while you draw",
        "http": "no direct line: answers come a little slower",
        "busy": "many visitors: answers come when you lift the pen",
    },
}
