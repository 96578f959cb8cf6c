"""The comment period: arguments by clause, amendments, the company's answers, and changes of the text itself."""
