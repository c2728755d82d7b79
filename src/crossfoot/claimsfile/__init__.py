"""Claims made elsewhere (JSONL or CSV): a table of figures is enough, no text is needed.

A record needs a value (`low`, `high`; or `printed` or `value`) and a period (`period`, or `period_start` and
`period_end`). A column that a file does not have gets its default; a cell that is empty stays unknown. A line that
carries "schema" is one of our own (`read --jsonl`) and is read as such.
"""

from crossfoot.claimsfile.reader import LITERAL, read_claims

__all__ = ["LITERAL", "read_claims"]
