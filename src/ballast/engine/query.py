"""A plan as one SQL query, for any engine that sqlglot writes for.

It runs in stages: the facts (numbers as scaled integers), the mask of those that are absent and
each distinct test of a code's beginning (engines hold codes as dictionaries and test these), the
derived facts level by level with their masks of missing facts, each distinct condition once and all
bits that it can set, the packed states and the amounts that rules share, then what is paid and the
masks that are packed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlglot import exp

from ballast.engine.columns import column, fact_name, named, quoted, stored
from ballast.engine.layout import MASK_BITS, RuleLayout
from ballast.engine.missing import Masks
from ballast.engine.owned import Owned, aggregate_mask, aggregate_name
from ballast.engine.plan import Plan
from ballast.engine.scaled import bare, cast, literal
from ballast.engine.sql import Among, Emitter, among, case, is_null, junction, null
from ballast.rules import tree
from ballast.rules.scope import OWNER
from ballast.rules.tree import Node
from ballast.rules.types import TEXT


def query(plan: Plan, write_among: Among = among) -> exp.Expression:
    """The query over the tables named as the plan's subject and `enterprise`."""
    return _Query(plan, write_among).whole()


def asked(
    plan: Plan, columns: Callable[[Emitter], Sequence[exp.Expression]], where: exp.Expression
) -> exp.Select:
    """The query with other results: `columns`, on the rows where `where` holds of the states."""
    found = _Query(plan)
    keys = [quoted(name) for name in plan.layout.whose]
    return found.over([*keys, *columns(found.emitter)]).where(where, copy=False)


def from_table(statement: exp.Expression, table: str) -> None:
    """Let a query of a plan read its subject's rows from another table with the same columns."""
    first = statement.find(exp.CTE)
    facts = first.this.find(exp.From) if first else None
    if facts is None:
        raise TypeError("a query without a stage of facts")
    facts.this.set("this", exp.to_identifier(table, quoted=True))


@dataclass(frozen=True)
class _Query:
    plan: Plan
    among: Among = among

    @cached_property
    def emitter(self) -> Emitter:
        """Writes trees over the query's columns once the codes are tested."""
        return replace(self.reading, made=self.withins)

    @cached_property
    def reading(self) -> Emitter:
        """Writes trees over the columns of facts, which are named `table.fact`."""
        facts: list[tree.FactOf | tree.DerivedOf] = [*self.plan.own_facts, *self.plan.derived]
        aggregates = {item: aggregate_name(at) for at, item in enumerate(self.plan.aggregates)}
        columns = {(fact.table, fact.name): fact_name(fact) for fact in facts}
        return Emitter(columns, aggregates, among=self.among)

    @cached_property
    def sharing(self) -> Emitter:
        """Writes what rules share over the columns that hold their conditions and amounts."""
        return replace(self.emitter, made={**self.withins, **self.conditions, **self.amounts})

    @cached_property
    def withins(self) -> Mapping[Node, str]:
        """Each distinct test of a code in conditions and derived facts with its column.

        Amounts test for themselves: they are reckoned for few rows.
        """
        definitions = (self.plan.definition(fact) for fact in self.plan.derived)
        whole = [node for conditions, _ in self.plan.trees for node in conditions]
        whole += [node for node in definitions if node is not None]
        parts = (part for node in whole for part in tree.walk(node, into_aggregates=False))
        found = dict.fromkeys(
            part
            for part in parts
            if isinstance(part, tree.Within) and isinstance(part.item, tree.FactOf)
        )
        return {node: f"within:{place}" for place, node in enumerate(found)}

    @cached_property
    def amounts(self) -> Mapping[Node, str]:
        """Each amount that rules share with its column, an integer at the scale of its type."""
        shared = zip(self.plan.trees, self.plan.payables, strict=True)
        nodes = [amount for (_, amount), payable in shared if payable is not None]
        return {node: f"amount:{at}" for at, node in enumerate(dict.fromkeys(nodes)) if node}

    @cached_property
    def masks(self) -> tuple[Masks, ...]:
        """One writer of masks for each chunk of facts."""
        facts = [(fact.table, fact.name) for fact in self.plan.facts]
        return tuple(
            Masks(
                self.emitter,
                self.plan.asking,
                {
                    fact: bit
                    for bit, fact in enumerate(facts[at * MASK_BITS : (at + 1) * MASK_BITS])
                },
                {(fact.table, fact.name): _mask_name(fact, at) for fact in self._asking},
                {
                    item: aggregate_mask(place, at)
                    for place, item in enumerate(self.plan.aggregates)
                },
                self.plan.layout.absent(at),
            )
            for at in self.plan.layout.chunks
        )

    @cached_property
    def _asking(self) -> tuple[tree.DerivedOf, ...]:
        """The derived facts that need masks of their own."""
        return tuple(fact for fact in self.plan.derived if not self.plan.asking.is_plain(fact))

    @cached_property
    def conditions(self) -> Mapping[Node, str]:
        """Each distinct condition with its column."""
        nodes = dict.fromkeys(node for conditions, _ in self.plan.trees for node in conditions)
        return {node: f"condition:{place}" for place, node in enumerate(nodes)}

    def whole(self) -> exp.Expression:
        return self.over(list(self._results()))

    def over(self, results: Sequence[exp.Expression]) -> exp.Select:
        """All stages, and `results` of the last."""
        stages = [
            self._facts(),
            self._absent(),
            *self._derived(),
            self._conditions(),
            self._bits(),
            self._states(),
        ]
        final = exp.select(*results, copy=False)
        final = final.from_(f"stage_{len(stages) - 1}", copy=False)
        for place, stage in enumerate(stages):
            whole = stage.from_(f"stage_{place - 1}", copy=False) if place else stage
            final = final.with_(f"stage_{place}", as_=whole, copy=False)
        return final

    def _facts(self) -> exp.Select:
        """The declared facts that are needed; numbers become integers at their scale."""
        plan = self.plan
        whose = {
            "key": column("row", plan.entity.key),
            "owner": column("row", plan.owner),
            "city": self._city(),
        }
        keys = [named(whose[name], name) for name in plan.layout.whose]
        facts = [
            named(stored(fact, self._alias(fact.table)), fact_name(fact)) for fact in plan.own_facts
        ]
        owned = Owned(plan, self.masks, self.among)
        rows = exp.alias_(exp.to_table(plan.subject), "row", table=True)
        stage = exp.select(*keys, *facts, *owned.columns(), copy=False).from_(rows, copy=False)
        stage = owned.joined(stage, column("row", plan.owner))
        if plan.entity.owner is None:
            return stage
        key = plan.vocabulary.entities[OWNER].key
        on = exp.EQ(this=column("row", plan.owner), expression=column("owning", key))
        return stage.join(exp.to_table(OWNER), on=on, join_type="left", join_alias="owning")

    def _city(self) -> exp.Expression:
        """The city of the owning enterprise, or the row's own where nobody owns it."""
        entity = self.plan.entity
        if entity.owner is not None:
            return column("owning", "city")
        return column("row", "city") if "city" in entity.facts else null(TEXT)

    def _alias(self, table: str) -> str:
        return "row" if table == self.plan.subject else "owning"

    def _absent(self) -> exp.Select:
        """The masks of all absent facts of a row, and the tests of its codes."""
        columns = [named(masks.all(self.plan.own_facts), masks.absent) for masks in self.masks]
        columns += [named(self.reading.sql(node), name) for node, name in self.withins.items()]
        return exp.select("*", *columns, copy=False)

    def _derived(self) -> Iterator[exp.Select]:
        """One stage a level, which also holds the masks of the level before."""
        made: tuple[tree.DerivedOf, ...] = ()
        for level in (*self.plan.levels, ()):
            values = [named(self._definition(fact), fact_name(fact)) for fact in level]
            masks = [mask for fact in made if fact in self._asking for mask in self._masks(fact)]
            if values or masks:
                yield exp.select("*", *values, *masks, copy=False)
            made = level

    def _definition(self, fact: tree.DerivedOf) -> exp.Expression:
        definition = self.plan.definition(fact)
        if definition is None:
            return null(fact.type)
        if fact.type.kind != "number":
            return self.emitter.sql(definition)
        return self.emitter.number(definition).at(fact.type.numerator.scale).sql

    def _masks(self, fact: tree.DerivedOf) -> Iterator[exp.Expression]:
        definition = self.plan.definition(fact)
        unknown = is_null(self.emitter.column(fact))
        for at, masks in enumerate(self.masks):
            mask = masks.open(definition) if definition else literal(0)
            yield named(case([(unknown, mask)], bare(0)), _mask_name(fact, at))

    def _conditions(self) -> exp.Select:
        columns = [named(self.emitter.sql(node), name) for node, name in self.conditions.items()]
        return exp.select("*", *columns, copy=False)

    def _bits(self) -> exp.Select:
        """Each condition with all bits of states that it can set: rules keep their own two."""
        kinds = {node: set[int]() for node in self.conditions}
        for rule, (conditions, _) in self._rules():
            for node in conditions:
                kinds[node].add(rule.shift)
        columns = [
            named(
                _every_bit(self.conditions[node], shift), _bits_name(self.conditions[node], shift)
            )
            for node, shifts in kinds.items()
            for shift in sorted(shifts)
        ]
        return exp.select("*", *columns, copy=False)

    def _states(self) -> exp.Select:
        states = [
            named(self._state(rule, conditions), rule.state)
            for rule, (conditions, _) in self._rules()
        ]
        amounts = [named(self.emitter.sql(node), name) for node, name in self.amounts.items()]
        return exp.select("*", *states, *amounts, copy=False)

    def _rules(self) -> Iterator[tuple[RuleLayout, tuple[tuple[Node, ...], Node | None]]]:
        return zip(self.plan.layout.rules, self.plan.trees, strict=True)

    def _state(self, rule: RuleLayout, conditions: Sequence[Node]) -> exp.Expression:
        parts: list[exp.Expression] = []
        for place, node in enumerate(conditions):
            bits = quoted(_bits_name(self.conditions[node], rule.shift))
            own = bare(1 << place | 1 << place + rule.shift)
            parts.append(exp.Paren(this=exp.BitwiseAnd(this=bits, expression=own)))
        return junction(exp.BitwiseOr, parts)

    def _results(self) -> Iterator[exp.Expression]:
        yield from (quoted(name) for name in self.plan.layout.whose)
        yield from self._shared()
        benefits = zip(self._rules(), self.plan.payables, self.plan.untils, strict=True)
        for (rule, (_, amount)), payable, until in benefits:
            state = quoted(rule.state)
            eligible = exp.EQ(this=state.copy(), expression=bare(0))
            yield state
            for name, node in ((rule.amount, amount), (rule.payable, payable)):
                if node is not None:
                    yield named(case([(eligible, self._fen(node))], None), name)
            if until is not None:
                yield named(case([(eligible, self.sharing.sql(until))], None), rule.until)

    def _shared(self) -> Iterator[exp.Expression]:
        """The mask of a row's absent facts, and those of trees that ask for a part of theirs."""
        yield from (quoted(masks.absent) for masks in self.masks)
        for place, node in enumerate(self.plan.masked):
            for at, masks in enumerate(self.masks):
                mask = replace(masks, emitter=self.sharing).of(node)
                yield named(mask, self.plan.layout.mask(place, at))

    def _fen(self, node: Node) -> exp.Expression:
        return cast(self.sharing.number(node).at(2).sql, "BIGINT")


def _every_bit(condition: str, shift: int) -> exp.Expression:
    """The low `shift` bits where a condition is false, those above where it is unknown, or 0."""
    false, unknown = bare((1 << shift) - 1), bare(-1 << shift)
    return case([(is_null(quoted(condition)), unknown), (quoted(condition), bare(0))], false)


def _bits_name(condition: str, shift: int) -> str:
    return f"{condition}:{shift}"


def _mask_name(fact: tree.DerivedOf, chunk: int) -> str:
    return f"{fact_name(fact)}:missing:{chunk}"
