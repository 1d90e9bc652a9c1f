"""What is said on a chart, and instead of one.

It must not know how that is laid out.
"""

PNG = "PNG"

PNG_LABEL = "Download as PNG: {label}"

PLOTLY_FAILURE = "This chart could not be loaded. Is the server still running? Try again soon."
