"""What the pages of leads show: who is meant (`choice`), how far they came (`funnel`), what they saw first (`first`), and their voices."""
