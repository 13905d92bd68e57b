"""Good returns, spoilt at random: each is stored, or has findings, or gets one clear error."""
