"""Training of small models of the published format, for machines that cannot hold the big ones."""
