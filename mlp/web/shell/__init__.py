"""What every page has: the session, the sidebar, links, downloads, the depth."""
