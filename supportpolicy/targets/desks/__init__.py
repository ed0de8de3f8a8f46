"""What helpdesks with business rules in order have in common: rules of a policy as rules of a desk, and tickets as desks have them.

A desk runs all its rules that fit a new ticket, in order. So first match is made safe by a tag for each stage that says that
the stage is done. A target says in a `Desk` what its rules can ask, and writes what comes of it in its own words.
"""
