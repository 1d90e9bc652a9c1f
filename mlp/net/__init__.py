"""The network: what it is, runs on and answers.

It knows no file of parameters, no training, no page.
"""
