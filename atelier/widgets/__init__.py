"""Parts that two screens of the atelier use."""
