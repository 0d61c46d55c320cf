"""A synthetic province: plausible enterprises and what they own, for trials and benchmarks.

The same arguments give the same bytes (with the same versions of numpy and pyarrow on the same kind
of processor). Every chunk draws from its own seed, so memory does not grow with the number.
Nothing in it is about a real enterprise: names say 合成, codes carry an organisation prefix that is
not issued, the manifest and the Parquet metadata say synthetic.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ballast.errors import NoCities
from ballast.facts.schema import arrow_schema
from ballast.facts.snapshot import (
    Manifest,
    Snapshot,
    open_snapshot,
    parquet_path,
    write_manifest,
    writer,
)
from ballast.facts.synthetic import columns, dues, enterprises, tables
from ballast.facts.synthetic.drawing import Chunk, Missing, Table
from ballast.facts.synthetic.enterprises import KINDS, VAT_PAYERS, Firms, Places, Setting
from ballast.facts.synthetic.profiles import Industries, industries, mixes
from ballast.vocabulary.codes import Codelist
from ballast.vocabulary.facts import Entity

#: Rows drawn at a time, and rows of a Parquet row group.
CHUNK = 200_000
#: Share of unknown cells in every column that is no key.
UNKNOWN = 0.05
SOURCE = "合成数据：随机生成，不对应任何真实企业"
_NAMES = columns.prefix(["合成企业", "合成个体", "合成社团"])


@dataclass(frozen=True)
class Order:
    """What to make: the province's six-digit code, how many enterprises, the day of the facts."""

    province: str
    enterprises: int
    seed: int
    as_of: date = date(2022, 12, 31)


def _silent(rows: int) -> None:
    """Nobody watches."""


def make(
    order: Order,
    folder: Path,
    entities: Mapping[str, Entity],
    regions: Codelist,
    progress: Callable[[int], None] = _silent,
) -> Snapshot:
    """Write the snapshot of `order` into `folder`; `progress` hears of each chunk's firms.

    Tables and columns are those of `entities`; a fact that this generator does not know is unknown
    in every row. Raises NoCities for a province whose cities are not in `regions`.
    """
    groups = industries()
    places = places_of(order.province, regions, order.as_of, groups)
    setting = Setting(places, groups, order.as_of)
    folder.mkdir(parents=True, exist_ok=True)
    rows = dict.fromkeys(entities, 0)
    with ExitStack() as stack:
        writers = {name: stack.enter_context(_writer(folder, name, entities)) for name in entities}
        for chunk in _chunks(order, setting):
            for name, entity in entities.items():
                table = _fitted(chunk.get(name, {}), entity)
                writers[name].write_table(table, row_group_size=CHUNK)
                rows[name] += table.num_rows
            progress(len(chunk["enterprise"]["uscc"]))
    write_manifest(folder, _manifest(order, rows))
    return open_snapshot(folder, entities)


def places_of(province: str, regions: Codelist, day: date, groups: Industries) -> Places:
    """The cities and counties of `province` on `day`. Raises NoCities."""
    able = [entry for entry in regions.children(None) if regions.children(entry.code)]
    if province not in [entry.code for entry in able]:
        allowed = ", ".join(f"{entry.code} {entry.label}" for entry in able)
        raise NoCities(given=province, allowed=allowed)
    cities = [entry.code for entry in regions.children(province, day)]
    below = [[entry.code for entry in regions.children(city, day)] or [city] for city in cities]
    many = np.array([len(each) for each in below], np.int64)
    counties = [code for each in below for code in each]
    city_mix, industry_mix = mixes(cities, groups)
    return Places(
        cities=cities,
        counties=counties,
        first=np.cumsum(many) - many,
        many=many,
        roots=np.array([code[:6].encode() for code in counties], "S6"),
        city_mix=city_mix,
        industry_mix=industry_mix,
    )


def _writer(folder: Path, name: str, entities: Mapping[str, Entity]) -> pq.ParquetWriter:
    schema = arrow_schema(entities[name]).with_metadata({"synthetic": "true", "source": SOURCE})
    return writer(parquet_path(folder, name), schema)


def _chunks(order: Order, setting: Setting) -> Iterator[dict[str, Table]]:
    for number, first in enumerate(range(0, order.enterprises, CHUNK)):
        rng = _generator(order, number, "enterprise")
        last = min(first + CHUNK, order.enterprises)
        firms = enterprises.draw(rng, np.arange(first, last, dtype=np.int64), setting)
        missing = Missing(rng, UNKNOWN)
        made: dict[str, Table] = {
            "enterprise": _enterprises(firms, setting, missing)
            | _dues(dues.draw(rng, firms, setting), missing)
        }
        for name, table, draw in tables.sources():
            rng = _generator(order, number, name)
            chunk = Chunk(rng, firms, setting, Missing(rng, UNKNOWN), number == 0)
            made[table] = made.get(table, {}) | draw(chunk)
        yield made


def _generator(order: Order, number: int, name: str) -> np.random.Generator:
    seeds = [order.seed, int(order.province), number, zlib.crc32(name.encode())]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seeds)))


def _enterprises(firms: Firms, setting: Setting, missing: Missing) -> Table:
    count, places = len(firms.serial), setting.places
    names = columns.numbered(_NAMES[firms.kind], firms.serial + 1, 8)
    money = ("revenue", "main_revenue", "assets", "assets_mean", "taxable_income")
    return {
        "uscc": columns.texts(firms.uscc, np.zeros(count, np.bool_)),
        "name": columns.texts(names, missing(count)),
        "kind": columns.chosen(KINDS, firms.kind, missing(count)),
        "city": columns.chosen(places.cities, firms.city, missing(count)),
        "county": columns.chosen(places.counties, firms.county, missing(count)),
        "industry": columns.chosen(setting.groups.labels, firms.industry, missing(count)),
        "founded_on": columns.dates(firms.founded_on, missing(count)),
        "restricted_industry": columns.booleans(firms.restricted, missing(count)),
        "staff": columns.integers(firms.staff, missing(count)),
        "staff_mean": columns.integers(firms.staff_mean, missing(count)),
        "vat_payer": columns.chosen(VAT_PAYERS, firms.vat_payer, missing(count)),
        **{name: columns.money(getattr(firms, name), missing(count)) for name in money},
    }


def _dues(drawn: dues.Dues, missing: Missing) -> Table:
    kinds: dict[str, Callable[..., pa.Array]] = {
        **dict.fromkeys(("insured_staff", "insured_months", "laid_off"), columns.integers),
        "injury_insured": columns.booleans,
    }
    table: Table = {}
    for name, values in vars(drawn).items():
        kind: Callable[..., pa.Array] = kinds.get(name, columns.money)
        table[name] = kind(values, missing(len(values)))
    return table


def _fitted(made: Table, entity: Entity) -> pa.Table:
    """`made` in the declared columns and order; what was not made is unknown in every row."""
    schema = arrow_schema(entity)
    count = len(next(iter(made.values()))) if made else 0
    arrays = [made.get(field.name, pa.nulls(count, field.type)) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _manifest(order: Order, rows: dict[str, int]) -> Manifest:
    return Manifest(
        region=order.province,
        as_of=order.as_of,
        synthetic=True,
        source=SOURCE,
        made_from={"enterprises": order.enterprises, "seed": order.seed},
        tables=rows,
    )
