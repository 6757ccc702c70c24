"""Documents for paper and for others: a model, then one writer per format.

``checklist`` builds the model, ``writer.write`` puts it in a file; only ``typeset`` loads Typst.
"""
