"""The words of a map.

It must not know how that is laid out.
"""

MAP: dict[str, str] = {
    "invite": (
        "Point at a cell to read its exact value. Double-click, Ctrl + wheel or the buttons zoom "
        "in; then drag to move."
    ),
    "inviteTouch": "Tap a cell to read its exact value. Two fingers, or the buttons, zoom in.",
    "loading": "loading exact values …",
    "noValues": "the exact values could not be loaded; point here again to try again",
    "failure": "This map could not be loaded. Is the server still running? Click to try again.",
    "tools": "Zoom",
    "in": "Zoom in (+)",
    "out": "Zoom out (−)",
    "whole": "whole",
    "wholeLabel": "Show the whole (Home)",
}
