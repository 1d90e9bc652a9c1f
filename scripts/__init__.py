"""What is run by hand now and then, from the project's folder: `python -m scripts.NAME`."""
