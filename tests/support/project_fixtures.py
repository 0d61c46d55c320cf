"""Projects for tests, registered by the service that people use."""

from __future__ import annotations

from itertools import count

import pytest

from ballast_web.kernel.acting import platform
from ballast_web.projects import services
from ballast_web.projects.models import Project

YI = 10_000_000_000
_CODES = count(1)


@pytest.fixture
def make_project(on_the_day, units):
    """A project under construction in Guangzhou, on course at the end of October 2022."""

    def make(code: str = "440100-government", **fields) -> Project:
        unit = units[code]
        given = {
            "code": f"2201-{unit.region}-04-01-{next(_CODES):06d}",
            "name": "合成动力电池基地",
            "enterprise_name": "合成能源有限公司",
            "region": unit.region,
            "unit": unit,
            "total_fen": 20 * YI,
            "year": 2022,
            "plan_fen": 5 * YI,
            "before_fen": 3 * YI,
            "invested_fen": 8 * YI,
            "stage": "building",
        }
        return services.register(platform("测试"), services.Entry(**{**given, **fields}))

    return make
