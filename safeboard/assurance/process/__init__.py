"""Process limits (XmR): what varies as it always did, and what does not."""
