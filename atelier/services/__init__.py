"""What every screen of the atelier is given."""
