"""What is counted and what only looks so: units, measure words, and the names that hold numbers."""

from __future__ import annotations

import re

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"(?:[十百千]?万亿?|[十百千]?亿|[百千](?=万|亿))?"
CHINESE = "一二两三四五六七八九十百千万"

_MEASURE_WORDS = (
    "个百分点|个基点|基点|元人民币|美元|港元|欧元|日元|元|人民币|%|‰|个工作日|个纳税年度"
    "|个季度|个月|个年度|个星期|周年|小时|分钟|天|年|家次|人次|场次|批次|台套"
    "|台(套)|标准箱|千瓦时|克标准煤|吨标准煤|标准煤|兆瓦时|兆瓦|千瓦|千伏|公里"
    "|平方公里|平方米|立方米|公斤|千克|毫克|克|吨|升|米|英寸|亩|公顷|岁|个|家"
    "|户|人|名|位|项|座|套|台|辆|艘|架|件|种|条|款|部|批|次|场|期|班|所"
    "|间|只|支|株|头|栋|处|类|倍|颗|箱|标箱|床|张|份|篇|本|幅|对|组|支队"
    "|单|笔|宗|枚|门|句|站|片|根|把|顶|瓶|桶|双|卷|块|立方|吨标煤|载重吨|车次|趟|列|桌|亩次|学时|课时"
)
#: The longest first: 台套 before 台.
_WORDS = "|".join(map(re.escape, sorted(_MEASURE_WORDS.split("|"), key=len, reverse=True)))
_PER_WORDS = "千瓦时|平方米|立方米|标准箱|千瓦|小时|公里|吨|人|年|月|日|天|户|家|件|套|台|次|辆|亩"
_PER = rf"(?:/(?:{_PER_WORDS}))?"
#: 日 counts days in 30日内 and behind a bound (不得超过60日), else it is a day of a month.
UNIT = rf"(?:日(?=(?:之|以)?内|[,。;:)、]|$)|(?:{_WORDS}){_PER})"
_DAYS_WITHIN = re.compile("日(?:之|以)?内")
_DAYS_BEFORE = re.compile(
    r"(?:不(?:得|应|能|可)?(?:超过|多于|长于|少于|短于)|最长|最短|至少|不足|为期|超过|期限为)$"
)
CHINESE_UNIT = (
    r"(?:个工作日|个季度|个月|个纳税年度|个年度|年|倍|个|家|项|名|场|次|级|位|人|台|套|元)"
)

_PERIOD_UNITS = frozenset(("个工作日", "个季度", "个月", "个纳税年度", "个年度", "年", "倍"))

_MASKED = re.compile(
    r"《[^《》\n]{1,120}》"  # a title's numbers are its own
    r"|(?:19|20)\d\d ?年(?:度)?(?: ?\d{1,2} ?月(?: ?\d{1,2} ?[日号])?)?"
    r"|(?<!\d)\d{1,2} ?月(?: ?\d{1,2} ?[日号])?(?:份)?(?!内)"
    r"|(?:19|20)\d\d ?(?:-|—|~|至|到) ?(?:19|20)\d\d ?年"
    r"|第[一二三四五六七八九十百\d]+[\u3400-\u9fff]?"
    r"|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)"
)
_DOCUMENT_NUMBER = re.compile(r"[\u3400-\u9fff]{1,12}[〔(](?:19|20)\d\d[〕)] ?第?\d{1,5} ?号")
#: A word that begins with the measure word makes the number part of a name.
_NAME_BEHIND = re.compile(
    r"(?:人(?:才|力|口|员|工|民|大|均|类|物|机|行|居)|个(?:体|人|性|税|别)|项目制|家(?:电|居|庭|长|政|具)|名(?:录|单|牌|称|师|校)"
    r"|年(?:代|级|检|报|货|度)|期(?:货|间)|条(?:例|件|款)|部(?:门|分|署|委)|类(?:别|似)|次(?:性|年|月|日)|场(?:地|所|景)"
    r"|所(?:有|得|在|属)|班(?:子|列)|台(?:账|风)|对(?:接|外|口|标)|组(?:织|合|建)|单(?:位|项|一|体)|门(?:类|店|槛)|站(?:点|台)"
    r"|件(?:套)?(?=化)|本(?:地|级|市|省)|处(?:置|理)|升级|升规|位(?:于|置)|支(?:持|撑|付)|张(?:力)?(?=扬)|份额|头部|根据|片区)"
)
#: The first characters of those words.
_NAMING = frozenset("人个项家名年期条部类次场所班台对组单门站件本处升位支张份头根片")
#: 三年行动计划, 五年规划: the plan's name, not a period.
_PLAN = re.compile(
    r"(?:年|个月|天)(?:[\u3400-\u9fff“”]{0,10})?(?:行动(?!上)|计划|规划|攻坚|战役|纲要|工程)"
)
_PERIOD_USE = re.compile(r"(?:内|以上|以下|期|后|之内|以内|的|[,。;)]|$)")
_NEAR = 16
_PERIOD_BEFORE = re.compile(
    r"(?:连续|有效期(?:为)?|为期|期限(?:为)?|满|延长|延续(?:实施)?|不超过|不少于|至少|试行|缓缴|减免|免租|近|分)$"
)


def masked(view: str) -> str:
    """`view` with dates, titles, document numbers, ordinals and telephone numbers blotted out."""
    if "号" in view:
        view = _DOCUMENT_NUMBER.sub(_blotted, view)
    return _MASKED.sub(_blotted, view)


def _blotted(found: re.Match[str]) -> str:
    return "□" * (found.end() - found.start())


def named_period(view: str, found: re.Match[str]) -> bool:
    """Whether the number is part of a name or a date and counts nothing."""
    unit_at = found.start("unit")
    if view[unit_at] in _NAMING and _NAME_BEHIND.match(view, unit_at):
        return True
    unit = found["unit"]
    if unit == "日" and not _DAYS_WITHIN.match(view, unit_at):
        return not _DAYS_BEFORE.search(view[max(0, found.start() - _NEAR) : found.start()])
    if unit == "年":
        return _is_plan(view, unit_at) or not _is_period(view, found)
    return unit in ("个月", "天") and _is_plan(view, unit_at)


def _is_plan(view: str, unit_at: int) -> bool:
    return bool(_PLAN.match(view[unit_at : unit_at + 16]))


def _is_period(view: str, found: re.Match[str]) -> bool:
    """Whether N年 is a length of time: 折旧年限为3年 is; a year (2022年) is masked before."""
    digits = found["digits"]
    if digits.isdigit() and len(digits) >= 4:
        return False
    if digits[0].isdigit() or digits == "半":
        return True
    if len(digits) > 2 or digits in ("百", "千", "万"):
        return False
    return bool(
        _PERIOD_USE.match(view, found.end())
        or _PERIOD_BEFORE.search(view[max(0, found.start() - _NEAR) : found.start()])
    )


def needs_bound(found: re.Match[str]) -> bool:
    """Whether a number in Chinese counts only with a bound: 一项, 两个 are turns of speech."""
    if found["unit"] == "元":
        return not re.search("[十百千万]", found["digits"])
    return found["unit"] not in _PERIOD_UNITS
