"""Applications, what was judged of them, who moved them when, their evidence, objections."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ballast_web.applications.states import GRANTED, LIVE, DistributionState, State
from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person

_LIVE, _GRANTED = (sorted(each.value for each in states) for states in (LIVE, GRANTED))
_TWO_OTHERS = Q(
    Q(recommended_by__isnull=True)
    | ~Q(recommended_by=F("first_approver")) & ~Q(recommended_by=F("second_approver")),
    first_approver__isnull=False,
    second_approver__isnull=False,
) & ~Q(first_approver=F("second_approver"))


class Application(models.Model):
    """One enterprise's application for one measure, for one object and period.

    `rule`, `table` and `key` name what is judged, `group` the measures of which one alone may be
    granted (the rule itself where it excludes none). Money is in 分: `claimed_fen` what the rule
    gives, `payable_fen` what of it is payable beside other measures, `amount_fen` what is
    recommended or approved. `judged_on` is the day whose law applies, from submission to decision.
    """

    enterprise = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    rule = models.CharField("措施标识", max_length=160)
    table = models.CharField("判定对象表", max_length=48)
    key = models.CharField("判定对象", max_length=128)
    period = models.CharField("享受期间", max_length=16, blank=True)
    group = models.CharField("互斥组", max_length=160)
    label = models.CharField("措施", max_length=120)
    measure = models.CharField("条款", max_length=32)
    policy = models.CharField("文件", max_length=160, blank=True)
    kind = models.CharField("利益类别", max_length=32)
    units = models.CharField("责任单位", max_length=600, blank=True)
    state = models.CharField("状态", max_length=16, choices=State, default=State.DRAFT)
    automatic = models.BooleanField("免申即享", default=False)
    paid_out = models.BooleanField("由财政拨付", default=False)
    claimed_fen = models.BigIntegerField("判定金额", null=True)
    payable_fen = models.BigIntegerField("可兑付金额", null=True)
    amount_fen = models.BigIntegerField("核准金额", null=True)
    recovered_fen = models.BigIntegerField("已追回金额", default=0)
    statement = models.TextField("申报说明", blank=True)
    #: Why a changed verdict stopped the case; empty while it goes on.
    stopped = models.TextField("暂停原因", blank=True)
    reason = models.TextField("处理理由", blank=True)
    opened_at = models.DateTimeField("建立时间")
    judged_on = models.DateField("判定日", null=True)
    submitted_on = models.DateField("提交日", null=True)
    decided_on = models.DateField("决定日", null=True)
    due = models.DateField("办理期限", null=True)
    clock_from = models.DateField(null=True)
    days_allowed = models.IntegerField(default=0)
    days_paused = models.IntegerField(default=0)
    paused_on = models.DateField(null=True)
    public_from = models.DateField("公示起", null=True)
    public_until = models.DateField("公示止", null=True)
    #: Two votes are in, and the budget is short: waiting since.
    queued_at = models.DateTimeField("排队时间", null=True)
    recommended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    first_approver = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    second_approver = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "申报"
        indexes: ClassVar = [
            models.Index(fields=["enterprise", "state"]),
            models.Index(fields=["state", "due"]),
            models.Index(fields=["rule", "state"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "key", "period"],
                condition=Q(state__in=_LIVE),
                name="one_live_application_for_an_object",
            ),
            models.UniqueConstraint(
                fields=["group", "key", "period"],
                condition=Q(state__in=_GRANTED),
                name="one_grant_of_exclusive_measures",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=True)
                | Q(amount_fen__gte=0, payable_fen__isnull=False, amount_fen__lte=F("payable_fen")),
                name="approved_within_the_verdict",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_GRANTED) | _TWO_OTHERS,
                name="granted_by_two_who_did_not_recommend",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    @property
    def number(self) -> str:
        """How people refer to it; payments cite it as their claim's reference."""
        return f"SB{self.pk:08d}"

    @property
    def whose(self) -> str:
        """What is applied for: the enterprise itself, or the thing by its key."""
        return self.enterprise.name if self.table == "enterprise" else self.key


class ClaimedObject(models.Model):
    """What grants of exclusive measures are serialised by: one row an object, locked to grant."""

    group = models.CharField(max_length=160)
    key = models.CharField(max_length=128)

    class Meta:
        verbose_name = "申报对象"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "key"], name="one_row_a_claimed_object")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.key}"


class Purpose(models.TextChoices):
    """On what occasion a case was judged."""

    SUBMISSION = "submission", "提交时"
    RECOMMENDATION = "recommendation", "提出意见时"
    DECISION = "decision", "核准时"


class Distribution(models.Model):
    """Money that is too short for all, shared out among the applications of one window.

    One person proposes it for their unit's territory, another carries it out; money is in 分.
    """

    rule = models.CharField("措施标识", max_length=160)
    label = models.CharField("措施", max_length=120)
    unit = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="编制单位"
    )
    state = models.CharField(
        "状态", max_length=16, choices=DistributionState, default=DistributionState.PROPOSED
    )
    claimed_fen = models.BigIntegerField("核准金额合计")
    granted_fen = models.BigIntegerField("分配金额合计")
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="编制")
    proposed_at = models.DateTimeField("编制时间")
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="复核"
    )
    decided_at = models.DateTimeField("复核时间", null=True)
    reason = models.TextField("退回理由", blank=True)

    class Meta:
        verbose_name = "资金分配方案"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "unit"],
                condition=Q(state=DistributionState.PROPOSED),
                name="one_open_distribution",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="distribution_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(granted_fen__gte=0, granted_fen__lte=F("claimed_fen")),
                name="distributed_within_the_claims",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.proposed_at:%Y-%m-%d}"


class Portion(models.Model):
    """What one application gets of a distribution."""

    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="portions")
    application = models.ForeignKey(Application, models.PROTECT, related_name="portions")
    claimed_fen = models.BigIntegerField("核准金额")
    granted_fen = models.BigIntegerField("分配金额")

    class Meta:
        verbose_name = "分配明细"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["distribution", "application"], name="one_portion_an_application"
            ),
            models.CheckConstraint(
                condition=Q(granted_fen__gte=0, granted_fen__lte=F("claimed_fen")),
                name="portion_within_the_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.granted_fen}"


class Judgement(AppendOnlyModel):
    """What the rule said of an application's object, with all that it read.

    `facts` is a list of {table, key, one_of, name, label, value, text, source, as_of, state};
    `conditions` of {name, clause, outcome, text, reasons, gap}; `missing` gives labels by fact.
    `rule_digest` is the SHA-256 of the rule's file in the library's version.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="judgements")
    purpose = models.CharField("环节", max_length=16, choices=Purpose)
    at = models.DateTimeField("判定时间")
    as_of = models.DateField("适用法律之日")
    library_version = models.IntegerField("政策库版本")
    rule_digest = models.CharField("规则摘要", max_length=64)
    verdict = models.CharField("结论", max_length=16)
    claimed_fen = models.BigIntegerField("判定金额", null=True)
    payable_fen = models.BigIntegerField("可兑付金额", null=True)
    clause = models.CharField("条款", max_length=200)
    amount_text = models.TextField(blank=True)
    facts = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    missing = models.JSONField(default=dict)

    class Meta:
        verbose_name = "申报判定"
        indexes: ClassVar = [models.Index(fields=["application", "id"])]

    def __str__(self) -> str:
        return f"{self.application_id} {self.get_purpose_display()} {self.verdict}"


class Transition(AppendOnlyModel):
    """A step in the life of an application: who did what, and why. Steps that move nothing too."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="transitions")
    step = models.CharField("步骤", max_length=32)
    label = models.CharField("办理", max_length=32)
    source = models.CharField(max_length=16, choices=State, blank=True)
    target = models.CharField(max_length=16, choices=State)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    reason = models.TextField("理由", blank=True)
    judgement = models.ForeignKey(Judgement, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "办理记录"
        indexes: ClassVar = [models.Index(fields=["application", "id"])]

    def __str__(self) -> str:
        return f"{self.application_id} {self.label}"


class EvidenceFile(AppendOnlyModel):
    """The content of a file, once for however many applications; `sha256` is its name on disk."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField("格式", max_length=8)
    size = models.BigIntegerField("字节数")
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = "证明文件"

    def __str__(self) -> str:
        return self.sha256


class Evidence(models.Model):
    """A file that an application carries; what is taken away is kept, and no longer shown."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="uses")
    name = models.CharField("文件名", max_length=160)
    what = models.CharField("证明事项", max_length=80, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "证明材料"

    def __str__(self) -> str:
        return self.name


class PublicObjection(models.Model):
    """Somebody objected during the publicity; nothing is approved before it is settled."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="objections")
    said = models.TextField("异议内容")
    registered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")
    settled_at = models.DateTimeField("处理时间", null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.TextField("处理结果", blank=True)

    class Meta:
        verbose_name = "公示异议"

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d}"
