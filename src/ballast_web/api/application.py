"""The API itself: every resource of `v1/`, found by place, with OpenAPI 3.1."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from ballast import __version__
from ballast_web.api import problems, v1
from ballast_web.api.reading import ExactNumbers


class Api(NinjaAPI):
    """The API, whose errors are described as what they are: problem+json."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """OpenAPI 3.1 of every operation."""
        schema = super().get_openapi_schema(*args, **kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                _as_problems(operation["responses"])
        return schema


def _as_problems(responses: dict[Any, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if int(status) >= 400 and "content" in response:
            (content,) = response["content"].values()
            response["content"] = {problems.TYPE: content}


api = Api(
    title="压舱石 Ballast API",
    version="1.0.0",
    description=f"惠企政策直达平台接口，Ballast {__version__}。金额单位为分；日期为 ISO 8601。",
    docs_url=None,
    urls_namespace="api",
    parser=ExactNumbers(),
)
problems.install(api)
for _found in sorted(pkgutil.iter_modules(v1.__path__), key=lambda found: found.name):
    if not _found.name.startswith("_"):
        _module = import_module(f"{v1.__name__}.{_found.name}")
        api.add_router(f"/{_found.name}", _module.router, tags=[_found.name])
