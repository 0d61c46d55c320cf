"""A draft package from a document: what the reader finds, for a person to correct and complete.

Names and summaries stay null, and of the text only pieces of at most 30 characters are taken.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ballast.content import home
from ballast.documents.citations import Citation
from ballast.documents.reader import Document
from ballast.documents.view import simplified
from ballast.errors import NoYear, PackageExists
from ballast.measures import model
from ballast.measures.check import Reading, reading
from ballast.measures.leads import Rule, conventions
from ballast.measures.package import Package, clause_names, label_key, load_package
from ballast.measures.schema import QUOTE_LENGTH
from ballast.measures.writing import dump, written
from ballast.quantities import Quantity
from ballast.vocabulary import codes
from ballast.vocabulary.organisations import COUNTRY

_STOPS = "，。；：,;:（）()\n"
RULES: dict[Rule, str] = {"first": "first_unit", "before_comma": "before_comma"}
_MEASURED = {"CNY", "USD", "HKD", "EUR", "ratio", "years", "quarters", "months", "weeks", "days"}


@dataclass(frozen=True)
class Address:
    """Where a package will stand: `<out>/<issuer>/<year>-<slug>`; the year is the document's."""

    out: Path
    issuer: str
    slug: str

    def folder(self, document: Document) -> Path:
        """The package folder of `document`. Raises NoYear where neither it nor `slug` has one."""
        if re.match(r"[0-9]{4}-", self.slug):
            return self.out / self.issuer / self.slug
        said = document.metadata
        dated = (said.issued_on, re.search(r"[0-9]{4}", said.number or ""), said.published_on)
        year = next((_year(each) for each in dated if each), None)
        if year is None:
            raise NoYear(file=document.name, slug=self.slug)
        return self.out / self.issuer / f"{year}-{self.slug}"


def _year(dated: date | re.Match[str]) -> str:
    return str(dated.year) if isinstance(dated, date) else dated[0]


def draft(path: Path, address: Address, force: bool = False) -> Package:
    """Reads the document at `path` and writes its draft package; gives the package.

    Raises PackageExists, unless `force`, and NoYear.
    """
    found = reading(path)
    folder = address.folder(found.document)
    if not force and any((folder / name).exists() for name in ("policy.yaml", "measures.yaml")):
        raise PackageExists(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    policy = policy_data(found, path.name, province(found.document))
    (folder / "policy.yaml").write_text(dump(policy, _POLICY_HEAD), encoding="utf-8")
    cited = {str(each) for each in cites(found.document)}
    measures = {"measures": [measure_data(measure, cited) for measure in found.measures]}
    (folder / "measures.yaml").write_text(dump(measures, _MEASURES_HEAD), encoding="utf-8")
    return load_package(folder)


_POLICY_HEAD = """\
A draft. Correct what the reader found. Say under `no_rule` of every clause that has no rule set
why that is so. Then set `status: complete`."""
_MEASURES_HEAD = """\
A draft. Give every measure a name (at most 16 characters), a summary and kinds. Say `what` each
figure is; move figures between `targets` and `amounts`; drop what is none."""


def province(document: Document) -> str:
    """The code of the province that title or issuers name, or of whose cities they name one.

    A copy without issuers is of the province that its text names most; what names none is of the
    country.
    """
    said, text = "".join((title(document), *document.metadata.issuers)), document.view
    regions = codes.load(home("vocabulary"), "regions")
    times = {
        entry.code: (_names(said, entry, regions), text.count(_short(entry.label)))
        for entry in regions.children(None)
    }
    code, (titled, mentions) = max(times.items(), key=lambda item: item[1])
    return code if titled or (mentions and not document.metadata.issuers) else COUNTRY


def _names(said: str, province: codes.Entry, regions: codes.Codelist) -> bool:
    """Whether the words name the province, or in full one of its cities."""
    cities = (city.label for city in regions.children(province.code))
    return _short(province.label) in said or any(len(c) > 2 and c in said for c in cities)


def _short(label: str) -> str:
    """广西 of 广西壮族自治区."""
    return label[: 3 if label.startswith(("黑龙江", "内蒙古")) else 2]


def title(document: Document) -> str:
    """The document's title, or that of the document which a report is about, or the file's name."""
    reported = document.reported.title if document.reported else None
    return " ".join((document.metadata.title or reported or document.name).split())


def policy_data(found: Reading, file: str, region: str) -> dict[str, Any]:
    """What `policy.yaml` of a draft says."""
    document, said = found.document, found.document.metadata
    return {
        "title": title(document),
        "number": said.number,
        "kind": document.kind,
        "official": document.kind == "policy" and bool(said.issuers and said.issued_on),
        "issuers": list(said.issuers),
        "addressees": list(said.addressees),
        "issued_on": said.issued_on,
        "published_on": said.published_on,
        "effective": {
            "from": said.effect.start if said.effect else None,
            "to": said.effect.end if said.effect else None,
        },
        "region": region,
        "source": {"address": None, "publisher": None, "file": file},
        "cites": [
            {"number": cited.number, "title": cited.title, "why": None} for cited in cites(document)
        ],
        "status": "draft",
        "lead_convention": _convention(found),
        "no_rule": {},
    }


def cites(document: Document) -> list[Citation]:
    """What the document cites; a notice that names its own annex does not cite it."""
    own = label_key(title(document))
    return [
        cited
        for cited in document.citations
        if cited.number or label_key(cited.title or "") not in own
    ]


def _convention(found: Reading) -> dict[str, Any] | None:
    """The rule of who leads that holds to the end of the document, and the clause it stands in."""
    clauses = {clause.content.span(): clause.label for clause in found.document.walk()}
    for rule, first, last in conventions(found.document).leads:
        if all(span.end <= last for span in clauses):
            stating = next((label for span, label in clauses.items() if span.start == first), None)
            return {"rule": RULES[rule], "clause": stating and _named(stating, first, found)}
    return None


def _named(label: str, start: int, found: Reading) -> str | None:
    """The name of the clause of that label which begins at the byte `start`, if it is a measure."""
    measures = found.measures
    names = clause_names([(_section(each.section), _label(each.label)) for each in measures])
    same = [i for i, measure in enumerate(measures) if measure.label == label]
    at = next((i for i in same if measures[i].span.start >= start), same[-1] if same else None)
    return None if at is None else names[at]


def _label(label: str) -> str:
    return label_key(label).replace("(", "（").replace(")", "）")


def measure_data(measure: model.Measure, cited: Container[str]) -> dict[str, Any]:
    """What `measures.yaml` of a draft says of one clause; empty parts are left out.

    Of what the clause cites, it takes what is `cited` by the document.
    """
    roles = {simplified(unit.name): unit.role for unit in measure.responsible}
    targets, amounts = _figures(measure)
    optional = {
        "heading": measure.heading if len(measure.heading or "") <= QUOTE_LENGTH else None,
        "lead_ambiguous": measure.lead_ambiguous,
        "joint_lead": list(roles.values()).count("lead") > 1,
        "targets": targets,
        "amounts": amounts,
        "deadlines": _unique(
            _deadline(each) for each in measure.deadlines if each.start or each.end
        ),
        "cadences": _unique(_cadence(cadence) for cadence in measure.cadences),
        "quotes": _quotes(measure),
        "cites": [each for each in dict.fromkeys(measure.cites) if each in cited],
    }
    kept = {name: value for name, value in optional.items() if value}
    return {
        "label": _label(measure.label),
        "section": _section(measure.section),
        **{name: kept.pop(name) for name in ("heading",) if name in kept},
        "name": None,
        "summary": None,
        "kinds": [],
        "units": [{"unit": name, "role": role} for name, role in roles.items()],
        **kept,
        "fingerprint": measure.fingerprint,
    }


def _section(section: str | None) -> str | None:
    """A section's heading, cut after a comma where it is longer than a quote may be."""
    if section is None or len(section) <= QUOTE_LENGTH:
        return section
    start = section[: QUOTE_LENGTH + 1]
    return re.sub(r"[，,、：][^，,、：]*$", "", start)[:QUOTE_LENGTH]


def _figures(measure: model.Measure) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Figures with a measure word (8500家) may be targets; money, shares and periods are not."""
    ends = {deadline.end for deadline in measure.deadlines}
    due = ends.pop() if len(ends) == 1 else None
    targets, amounts = [], []
    for amount in measure.quantities:
        data = _amount(amount)
        if data is None:
            continue
        if amount.unit in _MEASURED:
            amounts.append(data)
        else:
            targets.append({**data, "due": due})
    return _unique(targets), _unique(amounts)


def _amount(amount: model.Amount) -> dict[str, Any] | None:
    value = amount.value is not None and written(Quantity(amount.value, amount.unit))
    if not value:
        return None
    data = {"what": None, "comparator": amount.comparator, "value": value}
    upper = amount.upper is not None and written(Quantity(amount.upper, amount.unit))
    return {**data, "upper": upper} if upper else data


def _deadline(deadline: model.Deadline) -> dict[str, Any]:
    start, end = deadline.start, deadline.end
    data: dict[str, str | date | None] = {"what": None, "from": start, "to": end}
    return {**data, "ambiguous": deadline.ambiguous} if deadline.ambiguous else data


def _cadence(cadence: model.Cadence) -> dict[str, Any]:
    """A recurring duty; for whom it counts is for a person to say."""
    data: dict[str, Any] = {"what": None, "every": cadence.period}
    if cadence.every > 1:
        data["interval"] = cadence.every
    return {**data, "at_least": int(cadence.times)} if cadence.times else data


def _quotes(measure: model.Measure) -> list[str]:
    """The operative words around the figures, the deadlines and the recurring duties."""
    found = [amount.text for amount in measure.quantities]
    found += [deadline.text for deadline in measure.deadlines]
    found += [cadence.text for cadence in measure.cadences]
    quotes = (_around(simplified(words), measure.text) for words in found)
    return list(dict.fromkeys(quote for quote in quotes if quote))


def _around(words: str, text: str) -> str | None:
    """The part of `text` between two commas or stops that holds `words`, at most a quote long."""
    at = text.find(words)
    if at < 0 or len(words) > QUOTE_LENGTH:
        return None
    for stops in (_STOPS, _STOPS + "、"):
        before = max(text.rfind(stop, 0, at) for stop in stops) + 1
        ends = (text.find(stop, at + len(words)) for stop in stops)
        after = min((end for end in ends if end >= 0), default=len(text))
        if after - before <= QUOTE_LENGTH:
            return text[before:after].strip()
    return text[at : min(after, at + max(len(words), QUOTE_LENGTH // 2))]


def _unique(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    unique: list[dict[str, Any]] = []
    for item in items:
        if item not in unique:
            unique.append(item)
    return unique
