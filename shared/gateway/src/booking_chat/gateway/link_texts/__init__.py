"""What the pages behind links in emails say: one catalogue for each language."""
