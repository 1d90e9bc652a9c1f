"""Visitors: what the server remembers of each, for their page's script and for their pad alike.

It must not know Streamlit, nor what a page shows.
"""
