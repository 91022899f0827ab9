"""`bilingual evaluate`: briefs against reference snippets, and one system against another."""
