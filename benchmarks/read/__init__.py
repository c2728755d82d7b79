"""A package of its own, so that its modules may have the names of those beside it."""
