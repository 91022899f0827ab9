"""The composition: one article becomes a brief (`brief`), many sources become a folder of briefs
(`many`)."""
