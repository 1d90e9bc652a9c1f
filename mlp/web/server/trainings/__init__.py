"""Visitors' trainings: `trainings` takes commands and starts processes that report to it.

It must not know who watches. The process imports this package too, so nothing is imported here.
"""
