"""Fitting the weights that the lexicon holds; nothing here runs when records are extracted."""
