"""À propos: versions, licences, where the data are."""
