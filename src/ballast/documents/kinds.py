"""The kinds of document of the genre: what a title ends with."""

from __future__ import annotations

#: Words that say of a document what it is.
KINDS = (
    "通知|意见|方案|措施|办法|规定|决定|公告|通告|通报|批复|复函|函|规划|计划|细则|要点|条例|规则|政策"
    "|指南|目录|纲要|清单|令"
)
#: Those that no name of an organ holds, as 规划 and 政策 may.
SURE = "通知|意见|方案|措施|办法|规定|决定|公告|通告|批复|细则|要点|条例"
