"""Annotations to and from other tools: brat, Label Studio, doccano, CoNLL, spaCy's DocBin, Hugging Face datasets."""
