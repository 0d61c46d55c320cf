"""How gunicorn serves the platform: `gunicorn --config python:ballast_web.serving`.

What the command line says besides (workers, threads, address) goes before what stands here.
"""

from __future__ import annotations

from typing import Any

wsgi_app = "ballast_web.wsgi:application"
worker_class = "gthread"


def post_worker_init(_worker: Any) -> None:
    """Each worker has the rules at hand before it takes its first request.

    In the worker, not before it is forked: connections must not be shared, and a worker that takes
    the place of another has what was published meanwhile.
    """
    from ballast_web import warming  # noqa: PLC0415 - the application is loaded by now

    warming.begin()
