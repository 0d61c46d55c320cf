"""What a process that answers requests has at hand before the first of them.

Rules, their compiled functions, lamps, the index of search, templates and the map's outlines are
loaded lazily everywhere; whoever came first after a start waited for them.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.template.loader import get_template
from django.urls import get_resolver

from ballast.assessment.explain import Rows
from ballast.errors import BallastError
from ballast.simulation.outlines import cities
from ballast_web import pages
from ballast_web.catalogue import library
from ballast_web.enterprises import verdicts
from ballast_web.kernel.clock import today
from ballast_web.kernel.lamps import watch
from ballast_web.operations import health
from ballast_web.pages.public.library import finding
from ballast_web.projects.services import lighting as projects
from ballast_web.supervision.services import lighting as tasks

_LOG = logging.getLogger(__name__)
#: Seconds until the next attempt where the database did not answer.
_AGAIN = 2


def begin() -> None:
    """Warm this process; where that fails, go on trying beside the requests.

    Until it is done, `/ready` says that the process is not.
    """
    health.wanting("library", "the rules are being loaded")
    if not _tried():
        threading.Thread(target=_try_on, name="warming", daemon=True).start()


def _try_on() -> None:
    time.sleep(_AGAIN)
    while not _tried():
        time.sleep(_AGAIN)


def _tried() -> bool:
    start = time.perf_counter()
    try:
        warm()
    except (DatabaseError, BallastError, OSError) as error:
        _LOG.warning("not warm yet: %s", error)
        return False
    finally:
        close_old_connections()
    health.wanting("library", "")
    _LOG.info("warm after %.1f s", time.perf_counter() - start)
    return True


def warm() -> None:
    """Load everything. Raises DatabaseError, or what the content raises."""
    shelf, day = library.current(), today()
    verdicts.judged(Rows({}), day)  # nobody: the rules are compiled for it
    finding.at_hand(shelf)
    for subject in (projects.SUBJECT, tasks.SUBJECT):
        watch(subject, day)
    _ = get_resolver().url_patterns
    cities(settings.BALLAST_PROVINCE)
    for name in templates():
        get_template(name)
    gc.freeze()  # what is loaded now stays; the collector need not walk it again


def templates() -> list[str]:
    """What every page is made of, by the names that pages call it."""
    folder = Path(pages.__file__).parent
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))]
