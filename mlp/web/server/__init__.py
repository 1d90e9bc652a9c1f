"""Our own routes beside Streamlit's: the channel, files for the browser, trainings.

It knows no page.
"""
