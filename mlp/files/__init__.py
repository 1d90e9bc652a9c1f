"""Every file of parameters, and what a visitor takes along.

It knows no page that offers or takes one.
"""
