"""What the Draw page says on its own.

It must not know how that is laid out.
"""

TITLE = "Glassbox"

SEEN_TITLE = "What the network sees"

SOFTMAX_TITLE = "How it divides its confidence"

STAGES_TITLE = "Stage by stage"
