"""What is said about pictures that do not come from the pad.

It must not know how that is laid out.
"""

EXAMPLES = "Or take a real one"

EXAMPLES_HELP = "Digits of MNIST's test set: never trained on."

EXAMPLES_LABEL = "Examples of handwritten digits"

ANY = "Surprise me"

ANY_HELP = "Any of the 10,000 test digits."

UPLOAD_LABEL = "Or bring a picture of a digit"

UPLOAD_HELP = (
    "PNG, JPEG, WebP, BMP, TIFF or GIF, up to 10 MB each: a photo of paper, a scan, a drawing. "
    "Several at once, dropped anywhere on this page, or pasted with Ctrl+V."
)

UPLOADS_CAPTION = "Your pictures; choose one:"

UPLOADS_LABEL = "Your pictures"

UPLOADED_LABEL = "Your picture {name}"

UPLOAD = "your upload"

PHOTO_LABEL = "Your photo"

PHOTO = "your photo"

READING = "Reading your pictures …"

READING_ONE = "Reading {number} of {count} …"

CAMERA_TOGGLE = "Use the camera"

CAMERA_LABEL = "Photograph a digit"

CAMERA_HINT = (
    "Write one digit with a dark pen, as large as a matchbox or larger. Hold the paper flat in "
    "even light, so that the digit fills about half of the picture and no shadow falls on it."
)

NO_DIGIT_FOUND = (
    "No digit can be found on this picture: ink and paper are too alike. Try one with more "
    "contrast: a thicker pen, more light, or closer."
)

RANDOM = "Random picture"

RANDOM_HELP = (
    "`torch.rand(1, 28, 28)`: the tutorial's first input, 784 random numbers. It is no digit, and "
    "the network answers all the same: it knows nothing else than ten digits."
)
