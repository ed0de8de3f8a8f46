"""What a covering set is made of: values by class, tickets found by masks, and instants around every edge of a calendar."""
