"""The store: submissions, counts, commentary and releases, kept for good."""
