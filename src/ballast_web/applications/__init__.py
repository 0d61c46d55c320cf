"""Applications: from a draft to money in an account, with deadlines, evidence and two persons."""
