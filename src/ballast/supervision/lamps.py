"""Lamps by rule: one YAML file a rule in `supervision/lamps/`, in the language of all rules.

A rule lights red or yellow where its `when` is true. What is complete shows blue; what no rule
lights is green, unless a rule cannot tell: then the lamp is unknown and names what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from pydantic import Field

from ballast.engine.compiled.function import compiled
from ballast.engine.plan import Plan
from ballast.engine.verdict import Verdict
from ballast.errors import Invalid, NotFound, Problem
from ballast.rules import wording
from ballast.rules.derived import Vocabulary, expression_problem, load_vocabulary
from ballast.rules.parse import ExpressionError, parse_condition
from ballast.rules.questions import question
from ballast.rules.rule import Rule
from ballast.rules.ruleset import Period
from ballast.sources import Source, load
from ballast.vocabulary.derived import Parameter
from ballast.vocabulary.facts import Declaration, Fact

Lamp = Literal["red", "yellow", "unknown", "green", "blue"]
#: The lamps from the worst to the best; of several the worst is shown.
WORST_FIRST: tuple[Lamp, ...] = ("red", "yellow", "unknown", "green", "blue")
#: The fact by which a subject says that nothing is left to do.
COMPLETE = "complete"


class LampText(Declaration):
    """The file of a rule; `reason` and `advice` may name facts of the subject in braces."""

    label: str = Field(max_length=24)
    lamp: Literal["red", "yellow"]
    subject: str
    effect: Period
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    when: str
    reason: str
    advice: str
    source: str


@dataclass(frozen=True)
class LampRule:
    """A rule as written, named by its file, and as any engine judges it."""

    name: str
    written: LampText
    rule: Rule


@dataclass(frozen=True)
class Lit:
    """A rule that lights, and why."""

    rule: str
    label: str
    lamp: Lamp
    reason: str
    advice: str


@dataclass(frozen=True)
class Shown:
    """The lamp of one thing: the rules that light, the worst first; `missing` are labels."""

    lamp: Lamp
    lit: tuple[Lit, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A lamp without its reasons: the names of the rules that light it, the worst first."""

    lamp: Lamp
    rules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


_BLUE, _GREEN = Signal("blue"), Signal("green")


@dataclass(frozen=True)
class Lamps:
    """Every rule, and the facts that they ask."""

    vocabulary: Vocabulary
    rules: tuple[LampRule, ...]

    def on(self, subject: str, day: date) -> Watch:
        """The rules about `subject` in force on `day`, compiled once for any number of rows."""
        rules = [each for each in self.rules if each.written.subject == subject]
        held = [each for each in rules if day in each.written.effect]
        return Watch(self.vocabulary, subject, tuple(sorted(held, key=_rank)), day)


class Watch:
    """Shows the lamps of one subject's rows on one day; safe to share between threads."""

    def __init__(
        self, vocabulary: Vocabulary, subject: str, rules: tuple[LampRule, ...], day: date
    ) -> None:
        self._subject, self.rules = subject, rules
        self._facts = vocabulary.entities[subject].facts
        plan = Plan(subject, tuple(each.rule for each in rules), vocabulary, day)
        self._asked = [(fact.table, fact.name) for fact in plan.facts if fact.table == subject]
        self._judges = [compiled(part) for part in plan.parts()]

    def signal(self, facts: Mapping[str, Any]) -> Signal:
        """The lamp of what has `facts`, reasons left out. Raises FactTooFine, FactsOutOfBounds."""
        if facts[COMPLETE]:
            return _BLUE
        verdicts = self._verdicts(facts)
        lit = [
            each
            for each, verdict in zip(self.rules, verdicts, strict=True)
            if verdict.outcome == "eligible"
        ]
        if lit:
            return Signal(lit[0].written.lamp, tuple([each.name for each in lit]))
        missing = tuple(self._missing(verdicts))
        return Signal("unknown", (), missing) if missing else _GREEN

    def show(self, facts: Mapping[str, Any]) -> Shown:
        """The lamp of what has `facts`, with reasons. Raises FactTooFine, FactsOutOfBounds."""
        found = self.signal(facts)
        lit = (self._lit(each, facts) for each in self.rules if each.name in found.rules)
        return Shown(found.lamp, tuple(lit), found.missing)

    def _verdicts(self, facts: Mapping[str, Any]) -> list[Verdict]:
        row = {key: facts.get(key[1]) for key in self._asked}
        return [verdict for judge in self._judges for verdict in judge(row)]

    def _lit(self, rule: LampRule, facts: Mapping[str, Any]) -> Lit:
        text = rule.written
        reason, advice = (self._said(line, facts) for line in (text.reason, text.advice))
        return Lit(rule.name, text.label, text.lamp, reason, advice)

    def _said(self, text: str, facts: Mapping[str, Any]) -> str:
        named = {name for _, name, _, _ in Formatter().parse(text) if name}
        return text.format_map({name: said(self._facts[name], facts.get(name)) for name in named})

    def _missing(self, verdicts: list[Verdict]) -> Iterator[str]:
        open_ = (verdict for verdict in verdicts if verdict.outcome == "unknown")
        names = dict.fromkeys(name for verdict in open_ for name in verdict.missing)
        yield from (self._facts[name.partition(".")[2]].label for name in names)


def _rank(rule: LampRule) -> tuple[int, str]:
    return WORST_FIRST.index(rule.written.lamp), rule.name


def said(fact: Fact, value: Any) -> str:
    """A fact's value as a sentence holds it; 不详 where it is not known."""
    if value is None:
        return "不详"
    if isinstance(value, date):
        return wording.day(value)
    if fact.type == "ratio":
        return f"{(Decimal(value) * 100).quantize(Decimal(1))}%"
    return fact.values.get(str(value), str(value))


def load_lamps(folder: Path) -> Lamps:
    """The rules in `folder` (`supervision/`). Raises NotFound, or Invalid with every problem."""
    if not (folder / "lamps").is_dir():
        raise NotFound(what="the rules of lamps", path=folder / "lamps", option="--supervision")
    vocabulary = load_vocabulary(folder)
    rules: list[LampRule] = []
    problems: list[Problem] = []
    for path in sorted((folder / "lamps").glob("*.yaml")):
        try:
            rules.append(_compiled(path, vocabulary))
        except Invalid as error:
            problems.extend(error.problems)
    if problems:
        raise Invalid(problems)
    return Lamps(vocabulary, tuple(rules))


def _compiled(path: Path, vocabulary: Vocabulary) -> LampRule:
    text, source = load(path, LampText)
    if text.subject not in vocabulary.entities:
        allowed = ", ".join(vocabulary.entities)
        raise Invalid([source.problem(("subject",), text.subject, allowed)])
    if problems := list(_unnamed(text, source, vocabulary)):
        raise Invalid(problems)
    scope = vocabulary.scope(text.subject, text.parameters, text.effect.start)
    try:
        node = parse_condition(text.when, scope)
    except ExpressionError as error:
        raise Invalid([expression_problem(source, ("when",), error)]) from None
    asked = {text.label: (text.when, node)}
    return LampRule(path.stem, text, question(path.stem, text.subject, asked, text.effect))


def _unnamed(text: LampText, source: Source, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Braces that name no fact of the subject; a subject that never says it is complete."""
    facts = vocabulary.entities[text.subject].facts
    if COMPLETE not in facts:
        yield source.problem(("subject",), text.subject, f"a table with the fact {COMPLETE}")
    for key in ("reason", "advice"):
        for _, name, _, _ in Formatter().parse(getattr(text, key)):
            if name is not None and name not in facts:
                yield source.problem((key,), f"{{{name}}}", ", ".join(facts))
