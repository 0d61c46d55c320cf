"""Work in the background: reading documents, examining drafts, publishing what passes."""

from __future__ import annotations

from django_tasks import task


@task()
def read_in(document: int) -> None:
    """Read an uploaded document."""
    from ballast_web.catalogue import documents, models  # noqa: PLC0415 - they enqueue this

    documents.read(models.Document.objects.get(pk=document))


@task()
def examine(examination: int) -> None:
    """Do an examination that was asked for; one before publication leads to it, or back."""
    from ballast_web.catalogue import examinations, models  # noqa: PLC0415 - they enqueue this

    examinations.carry_out(models.Examination.objects.get(pk=examination))
