"""Makes and measures the weights of `bilingual.ranking`; beside the flow, which never calls it."""
