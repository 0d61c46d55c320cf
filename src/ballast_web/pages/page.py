"""A page: a route, a title, who may open it, and the function that answers.

    @page("policies/", title="政策库", roles=EVERYBODY, menu=10, icon="book")
    def library(request: Request) -> HttpResponse:
        return library.render(request, policies=...)

The decorator lets nobody in who is not among `roles`: strangers go to the sign-in page, staff
without their second factor to that of the second factor, who has a password of somebody else's
choice to that of a new one; others are told which role they lack.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

from ballast_web.errors import NotAllowed
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Person
from ballast_web.kernel.roles import Role

#: For pages that need no account.
EVERYBODY: frozenset[Role] = frozenset()
_PREFIX = "ballast_web.pages."
#: Where whoever has a password that somebody else chose is sent.
NEW_PASSWORD = "public.new_password"  # noqa: S105 - the name of a page


class Request(HttpRequest):
    """A request as pages see it: `acting` is who asks, and as what."""

    acting: Acting
    htmx: HtmxDetails


#: What a page answers: a page, a file, a way to go.
Response = HttpResponseBase
Answer = Callable[..., Response]


@dataclass(frozen=True)
class Page:
    """One page; `name` is its audience and function: `public.library`.

    `menu` orders it in its audience's menu; None keeps it out. A long menu gathers the pages of one
    `theme` below its name.
    """

    name: str
    folder: str
    route: str
    title: str
    roles: frozenset[Role]
    answer: Answer
    menu: int | None = None
    icon: str = ""
    theme: str = ""
    #: Reached by signed-in people who have no role.
    before_roles: bool = False
    #: Reached before the second factor is shown and a password that others chose is changed.
    at_the_door: bool = False
    #: Templates read a page, they never call it.
    do_not_call_in_templates: ClassVar[bool] = True

    def __call__(self, request: HttpRequest, **parts: Any) -> Response:
        """Answer, or send away whoever may not open it. Raises NotAllowed."""
        away = None if self.roles == EVERYBODY and not self.before_roles else self._away(request)
        return away or self.answer(request, **parts)

    def _away(self, request: HttpRequest) -> Response | None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        acting: Acting | None = request.acting  # type: ignore[attr-defined]
        if acting is None and not self.before_roles:
            raise NotAllowed(role="未任职人员", what=f"打开“{self.title}”")
        if not self.at_the_door and (door := self._door(request, acting)):
            return redirect(door)
        if acting is not None and not self.before_roles:
            acting.must_be(self.roles, f"打开“{self.title}”")
        return None

    def _door(self, request: HttpRequest, acting: Acting | None) -> str:
        """The page to pass first; the second factor before the password, which it guards."""
        if acting is not None and acting.of_staff and not _second_factor_shown(request):
            return "public.second_factor"
        if person_of(request).must_change_password and self.name != NEW_PASSWORD:
            return NEW_PASSWORD
        return ""

    def render(
        self, request: HttpRequest, template: str = "page.html", **context: Any
    ) -> HttpResponse:
        """The page's own template, filled."""
        return render(request, f"{self.folder}/{template}", {"page": self, **context})


def _second_factor_shown(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_verified", lambda: False)())


def page(
    route: str,
    *,
    title: str,
    roles: Collection[Role],
    menu: int | None = None,
    icon: str = "",
    theme: str = "",
    before_roles: bool = False,
    at_the_door: bool = False,
) -> Callable[[Answer], Page]:
    """Make a page of a function in `pages/<audience>/<page>/view.py`."""

    def decorate(answer: Answer) -> Page:
        audience, own, *_ = answer.__module__.removeprefix(_PREFIX).split(".")
        name, folder = f"{audience}.{answer.__name__}", f"{audience}/{own}"
        who = frozenset(roles)
        return Page(
            name, folder, route, title, who, answer, menu, icon, theme, before_roles, at_the_door
        )

    return decorate


def person_of(request: HttpRequest) -> Person:
    """Who is signed in, on a page that lets in nobody else."""
    assert isinstance(request.user, Person)  # noqa: S101 - the page has seen to it
    return request.user
