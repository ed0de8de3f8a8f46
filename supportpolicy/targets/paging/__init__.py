"""What targets share that tell people about tickets: ladders as these tools can take them, and the words an alert carries.

`ladders` makes a policy's timelines ones of delays and people, `contract` says what whoever sends an alert must write on it,
`telling` is what the engine says of who is told when.
"""
