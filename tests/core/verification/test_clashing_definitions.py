"""One word, several laws: who is small by the one and not by the other."""

from __future__ import annotations

from datetime import date

import pytest
from verification_support import LIBRARY, VOCABULARY

from ballast.content import home
from ballast.engine.reference import World, evaluate
from ballast.errors import Invalid
from ballast.facts.synthetic import Order, make
from ballast.verification.clash import clashes, load_compiled
from ballast.vocabulary.codes import load

DAY = date(2022, 12, 31)
CONCEPTS = {item.name: item for item in load_compiled(home("vocabulary"), VOCABULARY)}


@pytest.mark.parametrize("name", sorted(CONCEPTS))
def test_each_example_is_small_by_the_one_definition_and_not_by_the_other(name):
    compiled = CONCEPTS[name]
    found = list(clashes(compiled, LIBRARY, VOCABULARY, DAY))
    assert found
    for item in found:
        world = World(item.example.row, VOCABULARY, DAY)
        assert evaluate(compiled.nodes[item.yes], world) is True
        assert evaluate(compiled.nodes[item.no], world) is False


def test_a_clash_names_the_rules_that_rest_on_either_definition():
    found = list(clashes(CONCEPTS["small_and_medium"], LIBRARY, VOCABULARY, DAY))
    touched = {rule.split("/")[-1] for item in found for rule in item.measures}
    assert {"01-equipment-deduction", "05-rent-relief"} <= touched
    assert "16-foreign-investment-award" not in touched


def test_clashes_are_counted_in_a_province(tmp_path):
    regions = load(home("vocabulary"), "regions")
    facts = make(Order("440000", 3000, 5), tmp_path, VOCABULARY.entities, regions)
    for compiled in CONCEPTS.values():
        counts = [item.counted for item in clashes(compiled, LIBRARY, VOCABULARY, DAY, facts)]
        assert all(0 < count < 3000 for count in counts)


def test_a_definition_that_cannot_be_read_is_shown_with_its_place(tmp_path):
    (tmp_path / "concepts").mkdir()
    text = "label: 小企业\nsubject: enterprise\ndefinitions:\n  一: stuff < 5\n  二: small_low_profit\n"
    (tmp_path / "concepts" / "small.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=r"small.yaml:4:6: “stuff”, which is no fact"):
        load_compiled(tmp_path, VOCABULARY)
