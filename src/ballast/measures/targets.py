"""Targets: figures that a measure wants reached, as against thresholds, rates and limits of aid."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ballast.documents.text import Text
from ballast.measures.amounts import Figure
from ballast.measures.model import Amount, Deadline, Target

_SENTENCE = "。;!?\n"
_MARKS = ",:" + _SENTENCE
_CLAUSE = re.compile(f"[{_MARKS}]")
_OWN = re.compile(f"[^{_MARKS}]*")
_OWN_SENTENCE = re.compile(f"[^{_SENTENCE}]*")
_PERIODS = frozenset(
    ("years", "quarters", "months", "weeks", "days", "working_days", "岁", "小时", "分钟")
)
_SHARES = frozenset(("CNY", "USD", "HKD", "EUR", "ratio", "倍"))
#: Things one can count: of others (3万吨…项目) a figure may be a part of a name.
_COUNTABLE = frozenset("家个项户名人位座套台辆场次种条款件批期班所间只支株头栋处类对组单笔宗枚") | {
    "人次",
    "场次",
    "家次",
    "批次",
    "台套",
}
#: Words that make the figure a payment, a price, a limit, or a condition of either.
_AID = re.compile(
    r"给予|奖励|补助|补贴|资助|贴息|减免|减半|折|减征|免征|返还|缓缴|按(?![期时质])"
    r"|标准(?!厂房|化|体系|地|件|箱|煤|仓|车间|$)|不超过|不得超过|最高|上限|封顶"
    r"|注册资[本金]|额度|投资额|研发投入(?!占|强度|比重)|利率|费率|税率|每(?:家|人|户|个|次|台|件)|连续"
    r"|每\d?个?(?:季|半年|月|半月|半个月|周|旬|天|日)"
)
#: Rates that a rule sets: raising one is no aim.
_RATE = re.compile(
    r"加计|扣除|抵扣|抵免|预付|首付|支付比|付款|分担|承担|担保|保费|赔付|保证金|预留|额度|(?:^|,)(?:将|把)"
)
_IF = re.compile("(?:其中)?(?:对|凡|经|符合|且)")
_PAID = re.compile(r"^(?:的)?(?:给予|奖励|补助|补贴|资助|贴息|减免|贷款|额度|资金)")
_KINDS = r"(?:企业|企|项目|单位|机构|人才|产品|个人|平台|园区|基地|厂|者|户|行为|部分)"
#: A figure that says which firms are meant: 产值超过1亿元的企业, 突破1亿元、5亿元的,
_CONDITION = re.compile(
    rf"^(?:[^,\d]{{1,8}}\d+(?:家|户|个)|[^,]{{0,24}}的(?:$|[\u3400-\u9fff]{{0,8}}{_KINDS})|{_KINDS})"
)
#: 60%以上的规上企业完成改造: a share of firms that do something, where nothing else is measured.
_SHARE_DOES = re.compile(
    rf"^的[^,]{{0,14}}?{_KINDS}[^,]{{0,4}}?(?:完成|实现|建成|建立|达到|达|开展|接入|应用|实施|通过|使用|上云)"
)
_NOTHING_MEASURED = re.compile(
    r"(?:推动|促进|带动|引导|支持|力争|争取|确保|实现|保证|使|有|至少|达到|超过|不低于|不少于|全[市省县区国州]"
    r"|(?:到|至|截至)?(?:19|20)\d\d年(?:底|末)?(?:之?前)?|年底前|年内|[,、 ])*"
)
_COUNTED_CONDITION = re.compile("^的")
_COUNTED = re.compile(
    r"推动|力争|争取|确保|实现|完成|培育|培养|培训|新增|新建|建成|建设|建立|创建|引进|引育|招引|打造|认定"
    r"|发展|形成|组织|举办|开展|服务|支持|帮助|遴选|选树|评选|选拔|壮大|推广|布局|带动|推出|开工|投产|覆盖"
    r"|制修订|制定|修订|提升|改造|选派|举行|达|突破|超|至少|不少于"
)
_LEVEL = re.compile(
    r"力争|争取|确保|实现|完成|达|突破|超|提高|提升|增长|增加|新增|增速|下降|降低|压减|减少|保持|不低于"
    r"|不少于|稳定在"
)
_FOR = re.compile("^为")
_MEANS = re.compile(r"设立|安排|统筹|筹集|出资|投入|发放|预算|基金|资金|授信|信贷")
_YEAR = r"(?:19|20)\d\d年(?:度|底|末|初|内)?(?:之?前)?"
_PLAN = r"“?十[一二三四五六]五”?(?:末|期间|时期)?"
_LEADING = re.compile(
    r"^(?:(?:到|至|截至|力争|争取|确保|其中|每年|全年|年内|年底前|今年|原则上|并|累计|同时|[和及与、]"
    rf"|{_YEAR}|{_PLAN}|\d{{1,2}}年内|\d{{1,2}}月(?:底|末|份)?(?:之?前)?)[ ,]?)+"
)
_TRAILING = re.compile(
    r"(?:力争|实现|达到|达|突破|超过|超|不低于|不少于|至少|提高到|提高至|提升到|提升至|增加到|增加至"
    r"|降至|降到|降低到|为|至|到|由|从|约|近)+$"
)
#: Characters of a clause, and of a sentence, beyond which no word belongs to a figure.
_FARTHEST, _LONGEST = 160, 600
#: So many dates before a figure are looked at.
_NEAR = 4
_LISTED = re.compile("[、和及与]")


def targets(text: Text, found: Sequence[Figure], due: Sequence[Deadline]) -> tuple[Target, ...]:
    """Which of the amounts `found` in `text` are targets, each with the day by which it is due."""
    return tuple(_targets(text, found, due)) if found else ()


def _targets(text: Text, found: Sequence[Figure], due: Sequence[Deadline]) -> Iterator[Target]:
    view, plain = text.view, text.plain
    found = [figure for figure in found if figure.amount.unit not in _PERIODS]
    places = [(figure.start, figure.end) for figure in found]
    begins = [each.span.start for each in due]
    last_unit, last_end = "", 0
    for at, (start, end, amount, _) in enumerate(found):
        clause = _clause(view, start, end)
        before = places[at - 1][1] if at else -1
        goes_on = clause[0] < before == last_end and last_unit == amount.unit
        if _is_target(
            view[clause[0] : start], view[start:end], view[end : clause[1]], amount, goes_on
        ):
            first, last = _part(view, clause, at, places)
            yield Target(
                what=_what(view, plain, first, start, end, last),
                value=amount.value,
                upper=amount.upper,
                unit=amount.unit,
                comparator=amount.comparator,
                approximate=amount.approximate,
                due=_due(text, view, start, due, begins) if due else None,
                text=plain[slice(*clause)],
                span=text.span(*clause),
            )
            last_unit, last_end = amount.unit, end


def _clause(view: str, start: int, end: int) -> tuple[int, int]:
    """The part of the sentence around a figure, from comma to comma."""
    own = _OWN.match(view[max(0, start - _FARTHEST) : start][::-1])
    first = start - (own.end() if own else 0)
    farthest = min(len(view), end + _FARTHEST)
    found = _CLAUSE.search(view, end, farthest)
    return first, found.start() if found else farthest


def _part(
    view: str, clause: tuple[int, int], at: int, places: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """The words that belong to the figure `at` where its clause holds others before or after it."""
    start, end = places[at]
    return _first(view, clause[0], start, places[max(0, at - _NEAR) : at]), _last(
        view, clause[1], end, places[at + 1][0] if at + 1 < len(places) else len(view)
    )


def _first(view: str, first: int, start: int, before: Sequence[tuple[int, int]]) -> int:
    """Behind the 、 that parts a figure before from this one; what no 、 parts is one phrase."""
    for _, end in reversed(before):
        if end <= first:
            break
        if found := _LISTED.search(view, end, start):
            return end if _COUNTED.search(view, end, found.start()) else found.end()
    return first


def _last(view: str, last: int, end: int, following: int) -> int:
    if following >= last:
        return last
    found = _LISTED.search(view, end, following)
    return found.start() if found else following


def _is_target(before: str, figure: str, after: str, amount: Amount, goes_on: bool) -> bool:
    """`goes_on`: the figure before it in the clause is a target in the same unit."""
    if _IF.match(before) or _AID.search(before) or _AID.search(figure):
        return False
    share = amount.unit in _SHARES
    if amount.unit == "ratio":
        if _SHARE_DOES.match(after) and _NOTHING_MEASURED.fullmatch(before):
            return True
        if _RATE.search(before):
            return False
    if _PAID.match(after) or (_CONDITION if share else _COUNTED_CONDITION).match(after):
        return False
    if share:
        means = amount.unit != "ratio" and _MEANS.search(before + after)
        return bool(_LEVEL.search(before + figure)) and not means and not _FOR.match(before)
    named = amount.unit not in _COUNTABLE and re.match(r"[^,]{1,16}项目", after)
    return not named and (goes_on or bool(_COUNTED.search(before + figure)))


def _what(view: str, plain: str, first: int, start: int, end: int, last: int) -> str:
    """What is counted or measured: the words around the figure without dates and bounds."""
    opening = view[first:start]
    found = _LEADING.match(opening.lstrip())
    first += len(opening) - len(opening.lstrip()) + (found.end() if found else 0)
    trailing = _TRAILING.search(view, first, start)
    before = plain[first : trailing.start() if trailing else start]
    return f"{before}{plain[end:last]}".strip(" 、").removeprefix("的")


def _due(
    text: Text, view: str, at: int, due: Sequence[Deadline], begins: Sequence[int]
) -> Deadline | None:
    """The last date before the figure in its sentence that names an end."""
    own = _OWN_SENTENCE.match(view[max(0, at - _LONGEST) : at][::-1])
    sentence = text.span(at - (own.end() if own else 0), at)
    place = bisect_left(begins, sentence.end)
    for each in reversed(due[max(0, place - _NEAR) : place]):
        if each.end and each.span.start >= sentence.start:
            return each
    return None
