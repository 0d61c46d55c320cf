"""What messages say: what was found, by whose rule and on which grounds, and how to refuse it.

A decision made by a machine says so, explains itself and can be refused (个人信息保护法 24).
"""

from __future__ import annotations

from decimal import Decimal

from ballast.rules.rule import Rule
from ballast_web.catalogue import library
from ballast_web.enterprises.models import Run
from ballast_web.kernel.models import Organisation
from ballast_web.push.audience import Entitled

#: What follows every message about a verdict.
REFUSAL = (
    "以上结果由平台依据已公布政策和登记数据自动作出，未经人工审查。"
    "如认为与实际不符、要求说明理由，或不接受仅由平台自动作出的决定，"
    "可在“我的政策”中查看逐项依据、提出异议并要求人工复核。"
    "如不希望再收到此类消息，可在“消息”页的接收设置中退订；退订不影响贵企业依法享受政策。"
)


def title(rule: Rule) -> str:
    """The line above a message about an entitlement."""
    return f"贵企业符合“{rule.label}”的享受条件"[:150]


def body(firm: Organisation, rule: Rule, run: Run, found: Entitled) -> str:
    """What an enterprise is told of an entitlement."""
    return "\n\n".join(
        [
            f"{firm.name}：",
            f"根据{_policy(rule)}第{rule.written.measure}项，贵企业符合“{rule.label}”的享受条件。"
            f"{_amount(found)}{_how(rule)}",
            f"判定依据：{_grounds(rule)}。判定日期：{run.as_of:%Y年%m月%d日}。",
            REFUSAL,
        ]
    )


def _policy(rule: Rule) -> str:
    package = library.current().packages.get(rule.id.rpartition("/")[0])
    if package is None:
        return "已公布的政策"
    number = f"（{package.policy.number}）" if package.policy.number else ""
    return f"《{package.policy.title}》{number}"


def _amount(found: Entitled) -> str:
    if found.fen is None:
        return ""
    rows = f"（涉及{found.rows}项）" if found.rows > 1 else ""
    return f"按登记数据测算的金额为{Decimal(found.fen) / 100:,.2f}元{rows}。"


def _how(rule: Rule) -> str:
    if rule.written.benefit.automatic:
        return "本项免申即享，无需提交申请。"
    return "请登录平台，在“我的政策”中查看办理方式。"


def _grounds(rule: Rule) -> str:
    return "符合" + "、".join(f"“{name}”" for name in rule.written.conditions)
