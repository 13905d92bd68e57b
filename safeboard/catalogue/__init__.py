"""The catalogue: the list of what is measured, one YAML file for each indicator."""
