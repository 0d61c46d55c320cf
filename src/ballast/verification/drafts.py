"""Situations for a rule's cases: one in which somebody is eligible, and others close to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ballast.engine.reference import World, judge
from ballast.engine.verdict import Verdict
from ballast.errors import NobodyIsEligible
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.rendering import rendered
from ballast.rules.rule import Rule
from ballast.verification.encoder import Encoder
from ballast.verification.owning import Owning
from ballast.verification.solver import Answer, Example, ask
from ballast.verification.values import Term, compared, number, total

#: How many owned rows are tried until somebody is eligible; twice as many leave room for one more.
_ROWS = (1, 2, 4, 8)
#: Where a case stands to a limit: in words, as a comparison, in steps.
_SIDES = (("正好等于", "=", 0), ("略低于", "<", -1), ("略高于", ">", 1))


@dataclass(frozen=True)
class Made:
    """A generated case: its sentence, its situation and what the rule says of it."""

    sentence: str
    example: Example
    verdict: Verdict


@dataclass(frozen=True)
class Drafts:
    """Situations of `rule` on `day` that stay as near to `given`, an eligible one, as they can."""

    rule: Rule
    encoder: Owning
    given: Example
    day: date

    @classmethod
    def of(cls, rule: Rule, vocabulary: Vocabulary, day: date) -> Drafts:
        """Raises NobodyIsEligible where no row meets all conditions on `day`."""
        for most in _ROWS:
            encoder = Owning.about(rule, vocabulary, day, most)
            answer = ask(encoder, _holding(rule, encoder), encoder.plain)
            if answer.example is not None:
                roomy = Owning.about(rule, vocabulary, day, most * 2)
                return cls(rule, roomy, answer.example, day)
            if not encoder.tables:
                break
        raise NobodyIsEligible(rule=rule.label, day=day, conditions="、".join(answer.core))

    @property
    def holding(self) -> dict[str, Term]:
        """That each condition is met, by its name."""
        return _holding(self.rule, self.encoder)

    def near(self, demands: Mapping[str, Term], hints: list[Term] | None = None) -> Answer:
        """What meets the demands, the hints if it may be, and else is as in the situation given."""
        given = self.encoder.as_given(self.given.row, self.given.owned)
        return ask(self.encoder, demands, [*(hints or ()), *given])

    def sides(
        self, part: tree.Compare, demands: Mapping[str, Term], encoder: Encoder
    ) -> Iterator[tuple[str, Example]]:
        """Situations at a limit and one step to either side, or as near as the solver comes.

        `encoder` is that of the row of which the limit is asked.
        """
        left, right = encoder.value(part.left), encoder.value(part.right)
        for words, operator, away in (
            ("正好等于", "=", 0),
            ("略低于", "<", -1),
            ("略高于", ">", 1),
        ):
            side = compared(operator, left, right).holds
            target = total(right, number(_step(part) * away))
            answer = self.near({**demands, "side": side}, [compared("=", left, target).holds])
            if answer.example:
                yield f"{rendered(part.left)}{words}{rendered(part.right)}", answer.example

    def made(self, sentence: str, example: Example) -> Made:
        """The case of a situation, with what the rule says now."""
        world = World(example.row, self.encoder.vocabulary, self.day, example.owned)
        return Made(sentence, example, judge(self.rule.alone, world))


def _holding(rule: Rule, encoder: Encoder) -> dict[str, Term]:
    return {item.name: encoder.value(item.node).holds for item in rule.conditions}


def _step(part: tree.Compare) -> Decimal:
    """The smallest change that the compared number can make."""
    kind = part.left.type
    return Decimal(1) if kind.kind == "date" else Decimal(1).scaleb(-kind.numerator.scale)
