"""Ink on photographed or scanned paper.

It knows no network, and nothing of files.
"""
