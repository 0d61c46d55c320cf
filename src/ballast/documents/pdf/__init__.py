"""PDF: the text layer in reading order, tables by their rules, paragraphs by their geometry."""
