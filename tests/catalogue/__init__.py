"""Every indicator, held to its own worked examples."""
