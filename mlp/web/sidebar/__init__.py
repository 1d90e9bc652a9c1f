"""The sidebar of every page: depth, active digit, link, downloads, device.

It knows no page.
"""
