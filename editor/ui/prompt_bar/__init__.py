"""The bar under the picture: what should be there, and how it is made."""
