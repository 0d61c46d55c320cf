"""Errors of the catalogue, in the words of those who read them."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class NoVersion(PlatformError):
    """没有第{number}版政策库；现有第0版至第{last}版。请从版本列表中选择。"""

    status = 404


class Damaged(PlatformError):
    """第{number}版政策库的文件与发布时的校验值不一致，已停止使用。请从备份恢复{folder}后重试。"""

    status = 500


class OwnDraft(PlatformError):
    """这份草案由您{did}，须由另一位同事审核。请转请本单位或上级单位的审批人、政策专员办理。"""

    status = 403


class OutOfTerritory(PlatformError):
    """“{package}”适用于{region}，超出{unit}的辖区，不能由该单位修改。请提请有权单位办理。"""

    status = 403


class NothingDrafted(PlatformError):
    """这份草案与现行政策库没有差别，无需提交。请先修改文件。"""

    status = 409


class Outdated(PlatformError):
    """“{path}”在草案起草后已另行发布新版本。请在草案中核对差异并“并入现行版本”后再提交。"""

    status = 409


class BadPath(PlatformError):
    """“{path}”不能作文件名。应为“发文单位/年份-简称/文件.yaml”，只用小写字母、数字、连字符。"""

    status = 422


class NotRead(PlatformError):
    """“{name}”尚未读入完成，不能{action}。请等候读入，或查看未能读入的原因。"""

    status = 409


class NoFacts(PlatformError):
    """还没有可供测算的企业数据。请先导入数据，或由系统管理员设置 BALLAST_FACTS。"""

    status = 409
