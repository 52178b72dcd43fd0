"""A small course to start from: ``lessondeck new FOLDER`` writes it, see :mod:`.writing`."""
