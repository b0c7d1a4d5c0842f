"""Gold annotations: written in inline markup, compiled to standoff, checked, compared."""
