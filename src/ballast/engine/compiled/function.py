"""One row judged by a Python function, compiled from the same trees that SQL is written from.

The source holds nothing of a rule's text but constants as `repr` writes them. It reads each fact
once, works out each derived fact and each distinct condition once, and asks for missing facts only
where a verdict or an amount is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Protocol

from ballast.engine.compiled.asking import Asking
from ballast.engine.compiled.owned import Owned
from ballast.engine.compiled.writing import Writer
from ballast.engine.plan import Plan
from ballast.engine.reference import months_between, months_later
from ballast.engine.verdict import Outcome, Verdict
from ballast.errors import FactsOutOfBounds, FactTooFine
from ballast.rules import tree
from ballast.rules.tree import Node
from ballast.vocabulary import uscc

#: The facts of one row by table and name, as the reference reads them.
Row = Mapping[tuple[str, str], Any]


class Judge(Protocol):
    """Judges one row; `owned` holds, for each table at hand, the rows that its enterprise owns."""

    def __call__(self, row: Row, owned: Mapping[str, Sequence[Row]] = ...) -> tuple[Verdict, ...]:
        """The verdict of each rule, in order."""


#: Verdicts and lists of missing facts that are kept for rows to come; they are never changed.
KEPT = 4096


def compiled(plan: Plan) -> Judge:
    """A function that gives the verdict of each of the plan's rules, in order, on one row.

    Absent facts are None or left out. Raises FactTooFine or FactsOutOfBounds where a number does
    not fit its declaration.
    """
    made = Source(plan)
    namespace: dict[str, Any] = dict(made.namespace)
    exec(compile(made.text, f"<rules of {plan.subject}>", "exec"), namespace)  # noqa: S102
    judge: Judge = namespace["judge"]
    return judge


@dataclass(frozen=True)
class Source:
    """The source of a plan's function and what it finds by name."""

    plan: Plan

    @cached_property
    def text(self) -> str:
        """The functions of aggregates, those that ask for missing facts, then `judge`."""
        head = "def judge(row, owned=none):"
        lines = [*self._aggregates(), *self._askers(), head, *_indented(self._judge())]
        return "\n".join(lines) + "\n"

    @cached_property
    def namespace(self) -> Mapping[str, object]:
        """The names beyond Python's own that the source uses."""
        found: dict[str, object] = {"date": date, "uscc_status": uscc.status, "Verdict": Verdict}
        found |= {"months_later": months_later, "months_between": months_between, "none": {}}
        found["eligible"] = Verdict("eligible", None, (), (), ())
        found["named"] = named = _missing_names(self.plan.layout.facts)
        for place, rule in enumerate(self.plan.layout.rules):
            found[f"refused{place}"] = _not_eligible(rule.conditions, named)
        for place, fact in enumerate(self.plan.facts):
            if fact.type.kind == "number":
                found[f"misfit{place}"] = _misfit(fact)
        return found

    @cached_property
    def writer(self) -> Writer:
        """Facts are f0, f1, …; derived facts d0, …; aggregates g0, … over rows o0, …"""
        facts = {(fact.table, fact.name): f"f{at}" for at, fact in enumerate(self.plan.facts)}
        derived = {(fact.table, fact.name): f"d{at}" for at, fact in enumerate(self.plan.derived)}
        aggregates = {item: f"g{at}" for at, item in enumerate(self.plan.aggregates)}
        return Writer(facts | derived, aggregates)

    @cached_property
    def asking(self) -> Asking:
        """Bits in the order of the plan's facts, calls in that of its derived facts."""
        aggregates = {item: f"ask_g{at}(o{at})" for at, item in enumerate(self.plan.aggregates)}
        calls = {
            (fact.table, fact.name): f"ask_d{at}({self._read_by(definition)})"
            for at, fact in enumerate(self.plan.derived)
            if (definition := self.plan.definition(fact)) is not None
        }
        return Asking(self.writer, self.bits, calls, aggregates)

    @cached_property
    def bits(self) -> Mapping[tuple[str, str], int]:
        """The bit of each declared fact."""
        return {(fact.table, fact.name): at for at, fact in enumerate(self.plan.facts)}

    @cached_property
    def conditions(self) -> Mapping[Node, str]:
        """Each distinct condition with its name."""
        nodes = dict.fromkeys(node for conditions, _ in self.plan.trees for node in conditions)
        return {node: f"c{place}" for place, node in enumerate(nodes)}

    @cached_property
    def benefits(self) -> Sequence[Mapping[str, Node]]:
        """What an eligible row gets of each rule: amount, what of it is paid, until when."""
        amounts = (amount for _, amount in self.plan.trees)
        given = zip(amounts, self.plan.payables, self.plan.untils, strict=True)
        return [
            {name: node for name, node in zip("apu", nodes, strict=True) if node is not None}
            for nodes in given
        ]

    def _aggregates(self) -> Iterator[str]:
        for place, item in enumerate(self.plan.aggregates):
            yield from Owned(place, item, self.bits, self._fact).lines()

    def _askers(self) -> Iterator[str]:
        """A function for each derived fact, condition and amount that can be open."""
        defined = ((fact, self.plan.definition(fact)) for fact in self.plan.derived)
        for place, (_, definition) in enumerate(defined):
            if definition is not None:
                yield from self._asker(f"ask_d{place}", definition)
        for node, name in self.conditions.items():
            yield from self._asker(f"ask_{name}", node)
        for place, benefit in enumerate(self.benefits):
            for name, node in benefit.items():
                yield from self._asker(f"ask_{name}{place}", node)

    def _asker(self, name: str, node: Node) -> Iterator[str]:
        yield f"def {name}({self._read_by(node)}):"
        yield from _indented([f"return {self.asking.mask(node)}"])

    def _read_by(self, node: Node) -> str:
        """What `node` needs, as arguments."""
        return ", ".join(self._needs(node))

    def _needs(self, node: Node) -> tuple[str, ...]:
        """The names of all that `node` rests on."""
        nodes, names = [node], self.writer.names
        found: dict[str, None] = {}
        for each in nodes:
            for item in each.aggregates:
                name = self.writer.aggregates[item]
                found |= dict.fromkeys((name, f"o{name[1:]}"))
            for fact in each.own_read:
                below = self.plan.definition(fact) if isinstance(fact, tree.DerivedOf) else None
                nodes += [below] if below and names[fact.table, fact.name] not in found else []
                found[names[fact.table, fact.name]] = None
        return tuple(found)

    def _judge(self) -> Iterator[str]:
        yield "get = row.get"
        read = self._shared()
        yield from self._facts(read)
        for node, name in self.conditions.items():
            yield f"{name} = {self.writer.value(node)}"
        for place, (conditions, _) in enumerate(self.plan.trees):
            names = [self.conditions[node] for node in conditions]
            yield from self._rule(place, names, read)
        yield f"return ({''.join(f'r{place}, ' for place in range(len(self.plan.rules)))})"

    def _shared(self) -> Container[str]:
        """The facts that a condition needs, or more than one amount."""
        amounts = Counter(name for benefit in self.benefits for name in set(self._got(benefit)))
        conditions = {name for node in self.conditions for name in self._needs(node)}
        return conditions | {name for name, times in amounts.items() if times > 1}

    def _got(self, benefit: Mapping[str, Node]) -> list[str]:
        return [name for node in benefit.values() for name in self._needs(node)]

    def _facts(self, names: Container[str]) -> Iterator[str]:
        """Reads the facts among `names`, then works out aggregates, then derived facts."""
        for place, fact in enumerate(self.plan.facts):
            if f"f{place}" in names:
                yield from self._fact(f"f{place}", fact)
        for place, item in enumerate(self.plan.aggregates):
            if f"g{place}" in names:
                yield f"o{place} = owned.get({item.table!r})"
                yield f"g{place} = aggregate{place}(o{place})"
        for place, derived in enumerate(self.plan.derived):
            if f"d{place}" in names:
                yield f"d{place} = {self._definition(derived)}"

    def _fact(self, name: str, fact: tree.FactOf) -> Iterator[str]:
        yield f"{name} = get({(fact.table, fact.name)!r})"
        if fact.type.kind == "number":
            span, place = fact.type.numerator, self.bits[fact.table, fact.name]
            yield f"if {name} is not None:"
            yield f"    n = {name} * {10**span.scale}" if span.scale else f"    n = {name}"
            yield f"    {name} = int(n)"
            yield f"    if {name} != n or not {span.low} <= {name} <= {span.high}: misfit{place}(n)"

    def _definition(self, fact: tree.DerivedOf) -> str:
        definition = self.plan.definition(fact)
        if definition is None:
            return "None"
        if fact.type.kind != "number":
            return self.writer.value(definition)
        return self.writer.number_at(definition, fact.type.numerator.scale)

    def _rule(self, place: int, names: list[str], read: Container[str]) -> Iterator[str]:
        listed = ", ".join(names)
        yield f"if {' and '.join(names)}:"
        yield from _indented(self._eligible(place, read))
        yield f"elif {' or '.join(f'{name} is False' for name in names)}:"
        yield f"    r{place} = refused{place}(0, {listed})"
        yield "else:"
        yield f"    r{place} = refused{place}({self._asked(names)}, {listed})"

    def _asked(self, names: list[str]) -> str:
        """The mask of those conditions that are unknown."""
        masks = (
            f"(ask_{name}({self._read_by(node)}) if {name} is None else 0)"
            for node, name in self.conditions.items()
            if name in names
        )
        return " | ".join(masks)

    def _eligible(self, place: int, read: Container[str]) -> Iterator[str]:
        """What only the benefit needs is read here, for the eligible alone."""
        benefit = self.benefits[place]
        if not benefit:
            yield f"r{place} = eligible"
            return
        yield from self._facts([name for name in self._got(benefit) if name not in read])
        for name, node in benefit.items():
            yield f"{name} = {self._benefit(name, node)}"
        doubts = " or ".join(f"{name} is None" for name in benefit)
        masks = " | ".join(
            f"(ask_{name}{place}({self._read_by(node)}) if {name} is None else 0)"
            for name, node in benefit.items()
        )
        paid = "a" if "a" in benefit else "None"
        rest = f"{'p' if 'p' in benefit else paid}, {'u' if 'u' in benefit else None}"
        absent = f"named({masks}) if {doubts} else ()"
        yield f"r{place} = Verdict('eligible', {paid}, (), (), {absent}, {rest})"

    def _benefit(self, name: str, node: Node) -> str:
        """Other rules' conditions are at hand already."""
        writer = replace(self.writer, made=self.conditions)
        return writer.value(node) if name == "u" else writer.number_at(node, 2)


def _indented(lines: Iterator[str] | list[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


def _missing_names(facts: tuple[str, ...]) -> Callable[[int], tuple[str, ...]]:
    """The names of the facts in a mask."""

    @lru_cache(maxsize=KEPT)
    def named(mask: int) -> tuple[str, ...]:
        return tuple(sorted(name for bit, name in enumerate(facts) if mask >> bit & 1))

    return named


def _not_eligible(
    conditions: tuple[str, ...], named: Callable[[int], tuple[str, ...]]
) -> Callable[..., Verdict]:
    """The verdict that the conditions' values and the mask of missing facts give."""

    @lru_cache(maxsize=KEPT)
    def verdict(mask: int, *values: bool | None) -> Verdict:
        held = list(zip(conditions, values, strict=True))
        failed = tuple(name for name, value in held if value is False)
        unknown = tuple(name for name, value in held if value is None)
        outcome: Outcome = "ineligible" if failed else "unknown"
        return Verdict(outcome, None, failed, unknown, named(mask))

    return verdict


def _misfit(fact: tree.FactOf) -> Callable[[Any], None]:
    """Refuses a value of `fact`, given in units of its last digit."""
    span = fact.type.numerator
    least, most = (Decimal(end).scaleb(-span.scale) for end in (span.low, span.high))

    def misfit(scaled: Any) -> None:
        value = Decimal(scaled) / 10**span.scale
        if least <= value <= most:
            raise FactTooFine(table=fact.table, column=fact.name, given=value, digits=span.scale)
        raise FactsOutOfBounds(
            table=fact.table, column=fact.name, low=value, high=value, least=least, most=most
        )

    return misfit
