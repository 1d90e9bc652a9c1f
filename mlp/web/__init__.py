"""The app: it imports the library, never the other way round."""
