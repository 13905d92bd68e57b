"""What official guidance and reference figures say the answer is."""
