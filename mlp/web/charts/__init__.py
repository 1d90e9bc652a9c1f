"""Plotly figures as plain dicts made from fixed templates: arrays in, figures out.

It must not know torch, nor the page. Colours and colour scales are names from `colours.py`; the
browser looks them up for the theme it shows.
"""
