"""Assessment: rules over facts to verdicts, summaries and explanations."""
