"""Parts of screens that two features use: they know neither the dossier, nor the settings, nor the places."""
