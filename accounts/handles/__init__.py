"""What members are called: handles nobody can be mistaken for, names without tricks, addresses that go on leading there."""
