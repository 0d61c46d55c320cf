"""Akoma Ntoso: a document as the OASIS LegalDocML standard writes it, for other programs of law."""
