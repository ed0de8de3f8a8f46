"""What the tool costs in time and memory, measured as ratios within one run so that a busy machine matters less."""
