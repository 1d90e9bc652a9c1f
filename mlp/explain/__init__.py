"""Why a unit has its value, and what it usually does: from traces alone.

It knows no page and no words.
"""
