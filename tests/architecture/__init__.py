"""The shape of the code, and what the repository may hold."""
