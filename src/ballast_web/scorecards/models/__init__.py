"""Rankings, nominations with their scores, and typical cases."""

from ballast_web.scorecards.models.cases import CaseStep, PracticeCase
from ballast_web.scorecards.models.nominations import (
    Nomination,
    NominationFile,
    NominationScore,
    NominationStep,
)
from ballast_web.scorecards.models.scores import Publication, Score

__all__ = [
    "CaseStep",
    "Nomination",
    "NominationFile",
    "NominationScore",
    "NominationStep",
    "PracticeCase",
    "Publication",
    "Score",
]
