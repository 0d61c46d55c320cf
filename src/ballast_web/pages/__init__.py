"""Pages: one folder each, `<audience>/<page>/` with view.py, page.html, tests.py."""
