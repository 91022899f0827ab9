"""Surface facts of French and English: pure functions over strings, no models, no other stage."""
