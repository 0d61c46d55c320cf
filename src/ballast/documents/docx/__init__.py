"""DOCX to text: what a reader of the printed page sees, automatic numbers included."""
