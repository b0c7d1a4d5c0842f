"""Pages that open offline: the report of a store, and one article with what was found in it."""
