"""The model manager: what there is, what is here, and where it computes."""
