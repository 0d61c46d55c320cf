"""What may go wrong in background work."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class LeaseLost(PlatformError):
    """后台任务 {job} 第 {attempt} 次执行的租约已失效，由其他进程接手；本次执行的写入全部撤销。"""

    status = 409


class HandedBack(PlatformError):
    """工作进程正在停止，后台任务 {job} 已退回队列，将由其他进程继续。"""

    status = 503


class NoSuchTask(PlatformError):
    """后台任务“{task}”不存在：程序可能已经升级。请核对后重新发起。"""

    status = 500


class WrongPeriod(PlatformError):
    """“{given}” is no period of a periodic job; allowed: "02:00", "15 minutes", "2 hours"."""

    status = 500
