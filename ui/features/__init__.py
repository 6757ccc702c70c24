"""One room for each thing a person does; a room is imported when it is first opened."""
