"""The contracts as documents: AsyncAPI, JSON Schemas, and what would break their readers."""
