"""Request Tracker 5: configuration, initial data, and a scrip that sorts new tickets."""
