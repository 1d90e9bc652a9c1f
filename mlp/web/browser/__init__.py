"""JavaScript that components share, and how it reaches the browser."""
