"""The demonstration's projects: a dozen, over several cities, of every lamp."""

from datetime import date

import pytest

from ballast_web.demonstration.people import units
from ballast_web.demonstration.projects import SKETCHES, register_projects
from ballast_web.projects.models import Project


@pytest.mark.django_db
def test_the_demonstration_has_projects_of_several_cities_and_lamps(settings):
    settings.BALLAST_TODAY = date(2022, 10, 31)
    units(settings.BALLAST_PROVINCE)
    register_projects()
    register_projects()
    assert Project.objects.count() == len(SKETCHES)
    assert Project.objects.values("region").distinct().count() >= 8
    assert set(Project.objects.values_list("lamp", flat=True)) == {"red", "yellow", "green", "blue"}
