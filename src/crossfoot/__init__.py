"""crossfoot tells whether reported figures add up."""

__version__ = "0.1.0"
