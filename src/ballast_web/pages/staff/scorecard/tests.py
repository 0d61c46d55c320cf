"""The page of the ranking."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from ballast.supervision.periods import span_on
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Membership, Person
from ballast_web.kernel.roles import Role
from ballast_web.scorecards import services
from ballast_web.scorecards.models import Publication, Score
from ballast_web.supervision.models import LampChange

pytestmark = pytest.mark.usefixtures("on_the_day")
PAGE = "/staff/scorecard/"
QUARTER = span_on(date(2022, 9, 30), "quarter")
THIRD = f"{PAGE}?card=quarter&period=2022-07-01"


@pytest.fixture
def lit(make_task):
    task = make_task("440100-government", issued_on=date(2022, 9, 29))
    fields = {"before": "", "after": "green", "day": date(2022, 9, 30)}
    return LampChange.objects.create(task=task, region=task.region, **fields)


@pytest.fixture
def second(units):
    person = Person.objects.create_user("second", None, name="督查专员乙")
    fields = {"organisation": units["440000-government"], "role": Role.SUPERVISOR}
    return Acting(Membership.objects.create(person=person, since=date(2020, 1, 1), **fields))


def test_a_supervisor_computes_and_another_publishes(signed_in, supervisor, second, lit):
    client = signed_in(supervisor)
    assert "还没有可以查看的结果" in client.get(THIRD).content.decode()
    assert client.post(THIRD, {"action": "compute"}).status_code == 302
    shown = client.get(THIRD).content.decode()
    assert "须由另一位督查专员复核发布" in shown
    assert "复核发布</button>" not in shown
    made = Score.objects.get()
    assert client.post(THIRD, {"action": "publish", "score": made.pk}).status_code == 403
    other = signed_in(second)
    assert "复核发布</button>" in other.get(THIRD).content.decode()
    assert other.post(THIRD, {"action": "publish", "score": made.pk}).status_code == 302
    assert Publication.objects.get().person == second.person


def test_a_city_sees_what_is_published_alone(signed_in, supervisor, second, city_officer, lit):
    made = services.compute(supervisor, "quarter", QUARTER)
    client = signed_in(city_officer)
    assert "100.00" not in client.get(THIRD).content.decode()
    services.publish(second, made)
    shown = client.get(THIRD).content.decode()
    assert "100.00" in shown
    assert "情况不明" in shown
    assert client.post(THIRD, {"action": "compute"}).status_code == 403


def test_the_sheet_has_points_values_and_what_is_missing(signed_in, supervisor, lit):
    services.compute(supervisor, "quarter", QUARTER)
    answer = signed_in(supervisor).get(f"{THIRD}&export=xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    head, first, second_row = list(book.active.values)[:3]
    assert head[:5] == ("名次", "城市", "总分", "任务按序时推进（40分）", "任务按序时推进（值）")
    assert first[:5] == (1, "广州市", 100, 40, 1)
    assert (second_row[0], second_row[2], second_row[-1]) == (None, "情况不明", "任务按序时推进")


def test_a_period_without_weights_says_so(signed_in, supervisor):
    shown = signed_in(supervisor).get(f"{PAGE}?card=quarter&period=2022-04-01").content.decode()
    assert "没有事先公布的权重" in shown


@pytest.mark.parametrize("address", [f"{PAGE}?card=gdp", f"{PAGE}?period=whenever"])
def test_an_address_that_names_nothing_is_told(signed_in, supervisor, address):
    assert signed_in(supervisor).get(address).status_code == 422
