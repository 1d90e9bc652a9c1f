"""What every page has: the session, the depth, what a link brings."""
