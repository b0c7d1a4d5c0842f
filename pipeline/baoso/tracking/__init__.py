"""Records joined over articles, places and time: the store, the panel, and what they are asked."""
