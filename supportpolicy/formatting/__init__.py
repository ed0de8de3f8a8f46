"""Changes to the text of a file that leave everything else as it was: fixes of findings, and the form of a file."""
