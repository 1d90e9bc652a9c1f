"""Glassbox's library: a small network on handwritten digits and everything it computes.

It must not know Streamlit; only `mlp.web` does.
"""
