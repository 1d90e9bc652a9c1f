"""The app's own routes beside Streamlit's: the channel, files for the browser, trainings.

It must not know a page, nor Streamlit.
"""
