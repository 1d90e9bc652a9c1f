"""What the pages place: session state, words, and the components with their JavaScript.

Together with app.py and pages/ the only place that knows Streamlit.
"""
