"""The sections of the Neurons page."""
