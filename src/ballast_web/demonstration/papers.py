"""What follows from supervision, each by two people: ranking, nomination, cases, a 通报."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from ballast.supervision.periods import span_on
from ballast_web.circulars import services as circulars
from ballast_web.circulars.access import access_receipts
from ballast_web.circulars.drafting import Section
from ballast_web.circulars.models import Circular
from ballast_web.circulars.states import CircularKind
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.scorecards import services as scorecards
from ballast_web.scorecards.models import Nomination, PracticeCase, Publication
from ballast_web.scorecards.states import NominationKind

PACKAGE = "guangdong/2022-industrial-growth"
CARD = "quarter"
STATEMENT = (
    "我市牵头分解并推进“工业企业数字化转型”目标，按月填报进展，按时回复督办件。"
    "截至10月底，本市承担的数字化转型企业数完成进度高于序时进度。现申报工业稳增长和转型升级成效明显市。"
)
#: Points and reasons of the two supervisors.
SCORES = (
    ("supervisor", "88.5", "完成进度高于序时进度，填报及时。"),
    ("supervisor2", "86", "任务推进平稳，经验材料可再补充。"),
)
#: Who proposes a case, under which clause, its title and its text.
CASES = (
    (
        "gz-government",
        "（三十一）",
        "按产业集群整体推进数字化转型",
        "以产业集群为单位组织服务商成组服务，先摸清企业需求清单，再逐户签订转型方案，"
        "每月核对完成数并公布进度，减少了企业单独寻找服务商的时间。",
    ),
    (
        "operations",
        "（三十一）",
        "目标任务逐市分解、逐月对账",
        "将全省目标分解到21个地级以上市，每月填报累计完成数，由平台按序时进度亮灯；"
        "落后的市在下月初说明原因，做到月月对账。",
    ),
)
COPIES = "省委办公厅，省人大常委会办公厅，省政协办公厅"


def papers(staff: Mapping[str, Acting]) -> None:
    """Each once; what is there already stays."""
    first, second = staff["supervisor"], staff["supervisor2"]
    if not Publication.objects.exists():
        _ranking(first, second)
    if not Nomination.objects.exists():
        _nomination(staff)
    if not PracticeCase.objects.exists():
        for login, clause, title, text in CASES:
            case = scorecards.propose_case(staff[login], title, PACKAGE, clause, text)
            scorecards.publish_case(first, case)
    if not Circular.objects.exists():
        _circular(first, second, staff["gz-government"])


def _ranking(first: Acting, second: Acting) -> None:
    """The cities of the last quarter that is over."""
    begun = span_on(today(), "quarter").first
    period = scorecards.scorecards()[CARD].period_on(begun - timedelta(days=1))
    scorecards.publish(second, scorecards.compute(first, CARD, period))


def _nomination(staff: Mapping[str, Acting]) -> None:
    city = staff["gz-government"]
    made = scorecards.begin(city, NominationKind.GROWTH, STATEMENT)
    scorecards.submit(city, made)
    for login, points, reason in SCORES:
        scorecards.score(staff[login], made, Decimal(points), reason)


def _circular(first: Acting, second: Acting, reader: Acting) -> None:
    """The 通报 of the last month that is over, with copies; one city has read it."""
    begun = span_on(today(), "month").first
    made = circulars.draft(
        first, CircularKind.CIRCULAR, span_on(begun - timedelta(days=1), "month")
    )
    body = [Section(each["heading"], tuple(each["paragraphs"])) for each in made.sections]
    imprint = circulars.Imprint(COPIES, made.printed_by)
    circulars.edit(first, made, made.title, made.addressees, body, made.units.all(), imprint)
    circulars.submit(first, made)
    circulars.approve(second, made)
    circulars.send(first, made)
    for receipt in access_receipts(reader):
        circulars.read(reader, receipt)
