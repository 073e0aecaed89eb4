"""Sentences and labels that are no cards: cards, pages, documents and commands say them alike."""
