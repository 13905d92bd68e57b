"""What an analyst would write without Safeboard: the same arithmetic, in one script each."""
