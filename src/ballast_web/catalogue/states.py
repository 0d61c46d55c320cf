"""The states of documents, drafts and examinations, and who may move a draft."""

from __future__ import annotations

from django.db.models import TextChoices

from ballast_web.kernel.roles import Role
from ballast_web.kernel.states import Machine, Move

#: Who writes and submits, and who decides; the same person never does both.
WRITERS = frozenset({Role.POLICY})
DECIDERS = frozenset({Role.POLICY, Role.APPROVER})


class DocumentState(TextChoices):
    """How far an uploaded document has been read."""

    READING = "reading", "正在读入"
    READ = "read", "已读入"
    REFUSED = "refused", "未能读入"
    ACCEPTED = "accepted", "已形成草案"


class DraftState(TextChoices):
    """Where a draft is on its way into the library."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待审核"
    APPROVED = "approved", "发布前检查"
    PUBLISHED = "published", "已发布"
    RETURNED = "returned", "已退回"
    DISCARDED = "discarded", "已作废"


class ExaminationKind(TextChoices):
    """What is examined."""

    CHECK = "check", "全面检查"
    VERIFY = "verify", "形式验证"
    SIMULATE = "simulate", "模拟测算"
    PUBLICATION = "publication", "发布前检查"


class ExaminationState(TextChoices):
    """How far an examination is."""

    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未能完成"


_OPEN = frozenset({DraftState.DRAFT, DraftState.RETURNED})
_NOBODY: frozenset[Role] = frozenset()
DRAFTS = Machine(
    "草案",
    DraftState,
    (
        Move("edit", "修改", _OPEN, DraftState.DRAFT, WRITERS),
        Move("submit", "提交", _OPEN, DraftState.SUBMITTED, WRITERS),
        Move("withdraw", "撤回", frozenset({DraftState.SUBMITTED}), DraftState.DRAFT, WRITERS),
        Move("return", "退回", frozenset({DraftState.SUBMITTED}), DraftState.RETURNED, DECIDERS),
        Move("approve", "批准", frozenset({DraftState.SUBMITTED}), DraftState.APPROVED, DECIDERS),
        Move("refuse", "退回", frozenset({DraftState.APPROVED}), DraftState.RETURNED, _NOBODY),
        Move("publish", "发布", frozenset({DraftState.APPROVED}), DraftState.PUBLISHED, _NOBODY),
        Move("discard", "作废", _OPEN, DraftState.DISCARDED, WRITERS),
    ),
)
