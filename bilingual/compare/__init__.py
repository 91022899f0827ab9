"""A French sentence beside its English: what each side says, and what has no counterpart on the other."""
