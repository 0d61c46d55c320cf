"""Errors of budgets and payments; the docstring is the message."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class BudgetShort(PlatformError):
    """预算“{budget}”余额不足：还剩{left}，本次需要{needed}。请等待退回资金、追加预算，或按规则排队。"""

    status = 409


class NoBudget(PlatformError):
    """没有可用的预算：{rule}需要{level}{year}年度预算，覆盖企业所在地{region}。请先由财务登记并复核预算。"""

    status = 409


class KeyReused(PlatformError):
    """幂等键“{key}”已用于另一笔内容不同的业务（{existing}）。请换用新的幂等键，或核对后重发原内容。"""

    status = 409


class SamePerson(PlatformError):
    """{what}须由另一人办理：经办与复核不能是同一人。请交由其他财务专员或审批人复核。"""

    status = 403


class PersonNeeded(PlatformError):
    """{what}须由有权人员亲自办理，平台不能自动完成。请由财务专员或审批人登录后操作。"""

    status = 403


class Unbalanced(PlatformError):
    """账目不平：{what}。该笔业务没有入账，请联系管理员运行“ballast ledger verify”核查。"""

    status = 409


class SharesWrong(PlatformError):
    """资金分担比例合计为{given}，应为100%；每一份须大于零且预算不重复。请核对规则的资金分担。"""

    status = 422


class NoAccount(PlatformError):
    """“{enterprise}”没有可用的收款账户。请企业先在“我的资金”登记与企业同名的对公账户。"""

    status = 409


class NothingToPay(PlatformError):
    """没有可以进入批次的拨付单。请先选择处于“待拨付”的拨付单。"""

    status = 409


class ContentChanged(PlatformError):
    """批次{number}的内容与提交复核时不一致，不能放行。请退回后重新编制。"""

    status = 409


class ReceiptUnreadable(PlatformError):
    """回单文件不能读取：{reason}。请使用本平台下载的回单模板，或含“拨付单号、金额、结果”三列的Excel或CSV文件。"""

    status = 422


class BankRefused(PlatformError):
    """银行接口没有受理批次{number}：{reason}。平台会按同一批次号重试，不会重复付款。"""

    status = 502
