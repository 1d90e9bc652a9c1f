"""What is said of the camera.

It must not know how that is laid out.
"""

CAMERA = {
    "label": "What the camera sees",
    "starting": "The camera starts …",
    "looking": "Hold a digit before the camera.",
    "seen": "I see {digits}.",
    "busy": "Many cameras are on; this one waits for its turn.",
    "keep": "Keep this",
    "refused": "The camera may not be used. Allow it in the browser, then switch it on again.",
    "missing": "There is no camera here, or this page was not opened over https.",
}
