"""Everything that crosses a border, defined once."""
