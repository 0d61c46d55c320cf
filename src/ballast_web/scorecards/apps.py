"""Scorecards as a Django app."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """Rankings of cities, nominations and typical cases."""

    name = "ballast_web.scorecards"
    label = "scorecards"
    verbose_name = "评价激励"
