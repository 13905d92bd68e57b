"""The pipeline: from what agencies send to a published release. Only here is the order known."""
