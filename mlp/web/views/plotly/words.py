"""What is said instead of a chart.

It must not know how that is laid out.
"""

PLOTLY_FAILURE = "This chart could not be loaded. Is the server still running? Try again soon."
