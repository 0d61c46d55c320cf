"""Tasks held to their time: what a document orders of whom, how fast it should go, which lamp."""
