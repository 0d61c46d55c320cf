"""What stands inside an aggregate is asked of other rows than the judged one, so not verified."""

from __future__ import annotations

from ballast.content import home
from ballast.rules.derived import load_vocabulary
from ballast.rules.parse import parse
from ballast.verification.limits import limits

VOCABULARY = load_vocabulary(home("vocabulary"))


def test_only_the_comparison_around_an_aggregate_is_a_limit():
    text = "count(lease.lease) filter (where lease.monthly_rent > 0) >= 2"
    node = parse(text, VOCABULARY.scope("enterprise"))
    assert list(limits(node)) == [node]
