"""The acts: models of arrêtés, délibérations, letters… filled in with the words of one collectivité.

``loader`` reads the models, ``rendering`` fills one in, ``record`` keeps what was typed in the dossier; the files to
write stand in ``kit.documents.act``. Nothing is loaded before a model is asked for.
"""
