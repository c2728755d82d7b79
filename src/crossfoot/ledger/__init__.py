"""One folder, one SQLite file, append-only. The only SQL of the project is in this package."""

from crossfoot.ledger.book import CORRECTIONS, DOSSIER, Ledger, content_digest
from crossfoot.ledger.decisions import Cut
from crossfoot.ledger.store import FILE, GENESIS, Entry, LedgerError
from crossfoot.ledger.vault import INCOMING, Stored, Vault, VaultError

__all__ = [
    "CORRECTIONS",
    "DOSSIER",
    "FILE",
    "GENESIS",
    "INCOMING",
    "Cut",
    "Entry",
    "Ledger",
    "LedgerError",
    "Stored",
    "Vault",
    "VaultError",
    "content_digest",
]
