"""Search in the measures of all packages, drafts included.

Words that stand literally in a measure come first (in its name before anywhere else), then what
holds at least half of the query's segmented words; BM25 orders what is alike. The name of an
organisation finds its measures under whatever name a document prints. Texts are compared
simplified, in one width and one case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase

import bm25s
import rjieba

from ballast.documents.view import folded
from ballast.measures.charged import organisations
from ballast.measures.package import Package
from ballast.measures.schema import KIND_LABELS, Measure, Mechanism
from ballast.vocabulary.organisations import COUNTRY, Organisation, Register

#: How often the words of a field count; what is not here counts once.
_WEIGHTS = {"name": 3, "heading": 2}
#: Words that every text has.
_EMPTY = frozenset("的和与及对在等了是为有或个以从到由按")
_LOWER = {ord(letter): letter.lower() for letter in ascii_uppercase}


@dataclass(frozen=True)
class Entry:
    """One measure, or one mechanism beside the measures, as it is searched.

    `fields` are its texts by name, in the order in which a hit is shown, `plain` the same as they
    are compared, each as long as before; `charged` are its units as printed, by identifier.
    """

    package: Package
    clause: str
    measure: Measure | Mechanism
    fields: Mapping[str, str] = field(repr=False)
    plain: Mapping[str, str] = field(repr=False)
    charged: Mapping[str, str] = field(repr=False)

    @property
    def title(self) -> str:
        """Its name; in a draft its heading, else the start of what is quoted."""
        named = (self.fields.get(key) for key in ("name", "heading", "quotes", "section"))
        return next(filter(None, named), "")


@dataclass(frozen=True)
class Hit:
    """A found measure: `rank` 0 for the name itself, 1 for words in it, 2 elsewhere, 3 by score.

    `field` is the text that shows why it was found (None where only a unit's other name did) and
    `spans` are the found words in it.
    """

    entry: Entry
    rank: int
    score: float
    field: str | None
    spans: tuple[tuple[int, int], ...]


class Index:
    """The measures of `packages`, ready to be searched."""

    def __init__(self, packages: Iterable[Package], register: Register) -> None:
        self.entries = [entry for each in packages for entry in _entries(each, register)]
        self.register = register
        tokens = [_tokens_of(entry) for entry in self.entries]
        self._ranking = bm25s.BM25() if any(tokens) else None
        if self._ranking:
            self._ranking.index(tokens, show_progress=False)

    def search(self, words: str, limit: int = 10) -> list[Hit]:
        """The best `limit` measures for `words`, the best first."""
        asked = _Query.of(words, self.register)
        if not asked.words:
            return []
        scores = self._scores(asked.tokens)
        ranked = [
            (rank, -scores[i], i)
            for i, entry in enumerate(self.entries)
            if (rank := _rank(entry, asked, scores[i])) is not None
        ]
        return [
            _hit(self.entries[i], rank, -lower, asked) for rank, lower, i in sorted(ranked)[:limit]
        ]

    def _scores(self, tokens: list[str]) -> list[float]:
        if self._ranking is None or not tokens:
            return [0.0] * len(self.entries)
        scores: list[float] = self._ranking.get_scores(tokens).tolist()
        return scores


@dataclass(frozen=True)
class _Query:
    """What was asked: words, the organisation that each names if any, and segmented words.

    An organisation is asked for as a whole: the parts of its name are not searched.
    """

    words: list[str]
    organisations: list[str | None]
    tokens: list[str]

    @classmethod
    def of(cls, words: str, register: Register) -> _Query:
        plain = [word for word in _plain(words).split() if _tells(word)]
        meant = [register.resolve(word, COUNTRY) for word in plain]
        others = [word for word, who in zip(plain, meant, strict=True) if who is None]
        return cls(plain, [who.id if who else None for who in meant], _tokens(" ".join(others)))


def _tells(word: str) -> bool:
    """Whether `word` is more than a mark or a word that every text has."""
    return word not in _EMPTY and any(character.isalnum() for character in word)


def _entries(package: Package, register: Register) -> Iterable[Entry]:
    found: list[tuple[str, Measure | Mechanism]] = [
        *zip(package.clauses, package.measures, strict=True)
    ]
    found += [(each.section, each) for each in package.policy.supervision]
    for clause, measure in found:
        known = {name: who for name, who in organisations(measure, package, register) if who}
        fields = _fields(measure, known.values())
        plain = {name: _plain(text) for name, text in fields.items()}
        charged = {who.id: name for name, who in known.items()}
        yield Entry(package, clause, measure, fields, plain, charged)


def _fields(measure: Measure | Mechanism, known: Iterable[Organisation]) -> dict[str, str]:
    """The texts of a measure; `also` are other names of its units, by which it may be found."""
    fields = {
        "name": measure.name,
        "heading": measure.heading if isinstance(measure, Measure) else None,
        "summary": measure.summary,
        "quotes": "；".join(measure.quotes),
        "kinds": "、".join(KIND_LABELS[kind] for kind in measure.kinds),
        "units": "、".join(unit.unit for unit in measure.units),
        "section": measure.section,
        "also": "、".join(name for each in known for name in (each.name, *each.shorts)),
    }
    return {name: text for name, text in fields.items() if text}


def _tokens_of(entry: Entry) -> list[str]:
    return [
        token
        for name, text in entry.plain.items()
        for token in _tokens(text) * _WEIGHTS.get(name, 1)
    ]


def _tokens(plain: str) -> list[str]:
    """The words of a text, with the shorter words inside long ones."""
    return [word for word in rjieba.cut_for_search(plain) if _tells(word)]


def _plain(text: str) -> str:
    """`text` as it is compared, and as long as before."""
    return folded(text).translate(_LOWER)


def _rank(entry: Entry, asked: _Query, score: float) -> int | None:
    """How well `entry` matches, 0 the best; None where not at all."""
    title = _plain(entry.title)
    if title in ("".join(asked.words), " ".join(asked.words)):
        return 0
    if all(word in title for word in asked.words):
        return 1
    texts = entry.plain.values()
    if all(
        organisation in entry.charged or any(word in text for text in texts)
        for word, organisation in zip(asked.words, asked.organisations, strict=True)
    ):
        return 2
    if score <= 0:
        return None
    held = sum(any(token in text for text in texts) for token in asked.tokens)
    return 3 if held * 2 >= len(asked.tokens) else None


def _hit(entry: Entry, rank: int, score: float, asked: _Query) -> Hit:
    """The first text that shows the words themselves, or the unit meant; else segmented words."""
    known = [each for each in asked.organisations if each and each in entry.charged]
    units = [_plain(entry.charged[each]) for each in known]
    for words in ([*asked.words, *units], asked.tokens):
        for name, text in entry.plain.items():
            if name != "also" and (spans := _spans(text, words)):
                return Hit(entry, rank, score, name, spans)
    return Hit(entry, rank, score, None, ())


def _spans(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where `words` stand in `text`, in order; those that touch or overlap are one."""
    found = sorted(span for word in set(words) for span in _each(text, word))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _each(text: str, word: str) -> Iterable[tuple[int, int]]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))
