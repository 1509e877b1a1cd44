"""The core's state in MongoDB: collections, documents, one load and one save a batch."""
