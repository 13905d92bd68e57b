"""The national tool: what the Department for Education publishes of every authority, and how."""
