"""The API itself: every resource of `v1/`, found by place, with OpenAPI 3.1."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from ninja import NinjaAPI

from ballast import __version__
from ballast_web.api import problems, v1

api = NinjaAPI(
    title="压舱石 Ballast API",
    version="1.0.0",
    description=f"惠企政策直达平台接口，Ballast {__version__}。金额单位为分；日期为 ISO 8601。",
    docs_url=None,
    urls_namespace="api",
)
problems.install(api)
for _found in sorted(pkgutil.iter_modules(v1.__path__), key=lambda found: found.name):
    if not _found.name.startswith("_"):
        _module = import_module(f"{v1.__name__}.{_found.name}")
        api.add_router(f"/{_found.name}", _module.router, tags=[_found.name])
