"""The roll of a vote: the rule in words and as code, what is published of it, where one stands with it, who was shown the ballot."""
