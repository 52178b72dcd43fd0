"""The ground floor: what all parts of the tool share; it imports none of them."""
