"""Ma collectivité: whose dossier this is, reuniting, copies."""
