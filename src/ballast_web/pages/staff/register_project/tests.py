"""登记项目: a form that becomes a project."""

from __future__ import annotations

import pytest

from ballast_web.kernel.roles import Role
from ballast_web.projects.models import Project

ADDRESS = "/staff/register-project/"


@pytest.fixture
def given(units):
    return {
        "code": "2201-440100-04-01-000009",
        "name": "合成项目",
        "enterprise_name": "合成企业",
        "region": "广州市",
        "unit": units["440100-government"].pk,
        "total": "3亿元",
        "year": "2022",
        "stage": "preliminary",
        "package": "guangdong/2022-industrial-growth",
        "clause": "（十七）",
    }


@pytest.fixture
def client(units, on_the_day, acting, signed_in):
    return signed_in(acting(Role.POLICY, units["440100-government"]))


def test_a_project_is_registered_and_opened(client, given):
    answer = client.post(ADDRESS, given)
    made = Project.objects.get()
    assert answer.url == f"/staff/project/{made.pk}/"
    assert (made.total_fen, made.plan_fen, made.invested_fen) == (30_000_000_000, None, None)
    assert "（十七）" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"total": "很多"}, "总投资"),
        ({"unit": ""}, "这个字段是必填项"),
        ({"region": "某地"}, "项目所在地"),
    ],
)
def test_what_is_wrong_is_told(client, given, changed, said):
    answer = client.post(ADDRESS, {**given, **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Project.objects.exists()
