"""The search index made anew from what is stored."""
