"""Whose documents and drafts somebody may see: staff those of their territory; the library all."""

from __future__ import annotations

from django.db.models import QuerySet

from ballast_web.catalogue.models import Document, Draft, Examination, Version, VersionFile
from ballast_web.kernel.access import access_organisations
from ballast_web.kernel.acting import Acting


def access_documents(acting: Acting) -> QuerySet[Document]:
    """The uploaded documents of the units in the territory of `acting`; for staff alone."""
    found = Document.objects.select_related("organisation", "by").order_by("-at", "-pk")
    if not (acting.of_staff or acting.is_platform):
        return found.none()
    return found.filter(organisation__in=access_organisations(acting))


def access_drafts(acting: Acting) -> QuerySet[Draft]:
    """The drafts of the units in the territory of `acting`; for staff alone."""
    related = ("organisation", "by", "submitted_by", "decided_by", "document", "version")
    found = Draft.objects.select_related(*related).order_by("-at", "-pk")
    if not (acting.of_staff or acting.is_platform):
        return found.none()
    return found.filter(organisation__in=access_organisations(acting))


def access_examinations(acting: Acting) -> QuerySet[Examination]:
    """What was examined of the drafts that `acting` may see."""
    drafts = access_drafts(acting).order_by()
    return Examination.objects.filter(draft__in=drafts).order_by("-at", "-pk")


def access_versions(acting: Acting) -> QuerySet[Version]:  # noqa: ARG001 - what is published, is public
    """Every published version, the newest first."""
    return Version.objects.select_related("by", "draft").order_by("-number")


def access_version_files(acting: Acting, path: str) -> QuerySet[VersionFile]:  # noqa: ARG001
    """The versions that brought, changed or removed the file at `path`, the newest first."""
    found = VersionFile.objects.filter(path=path).select_related("version", "version__by")
    return found.order_by("-version__number")
