"""`python -m ballast` is the command `ballast`."""

from ballast.cli import main

main()
