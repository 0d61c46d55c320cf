"""The synthetic province: the same bytes for the same seed, exact, and plausible in its joints."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ballast.cli import app
from ballast.content import home
from ballast.errors import NoCities
from ballast.facts import synthetic
from ballast.facts.schema import is_required
from ballast.facts.synthetic import Order, columns, make
from ballast.facts.synthetic.enterprises import share
from ballast.facts.synthetic.profiles import industries
from ballast.vocabulary import uscc
from ballast.vocabulary.codes import load
from ballast.vocabulary.facts import Entity, load_entities

ENTITIES = load_entities(home("vocabulary") / "facts")
REGIONS = load(home("vocabulary"), "regions")
INDUSTRIES = load(home("vocabulary"), "industries")
FIRMS = 30_000
RECOGNITIONS = (
    *("listed", "top_500", "chain_leader", "single_champion", "provincial_champion"),
    *("little_giant", "technology_centre"),
)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    make(Order("440000", FIRMS, 11), folder, ENTITIES, REGIONS)
    return folder


def ask(province: Path, table: str, what: str) -> Any:
    """What an SQL aggregate over one table says."""
    path = province / f"{table}.parquet"
    found = duckdb.connect().execute(f"select {what} from read_parquet('{path}')").fetchone()
    assert found
    return found[0]


def hashes(folder: Path) -> dict[str, str]:
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    made = {}
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        make(Order("440000", 3_000, seed), tmp_path / name, ENTITIES, REGIONS)
        made[name] = hashes(tmp_path / name)
    assert made["one"] == made["two"]
    assert all(made["one"][name] != made["other"][name] for name in made["one"])


def test_chunks_make_one_table_with_keys_that_are_unique(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthetic, "CHUNK", 700)
    heard: list[int] = []
    snapshot = make(Order("450000", 2_000, 1), tmp_path, ENTITIES, REGIONS, heard.append)
    assert heard == [700, 700, 600]
    assert snapshot.manifest.tables["enterprise"] == 2_000
    for table, entity in ENTITIES.items():
        keys = pq.read_table(snapshot.table(table), columns=[entity.key])[entity.key]
        assert pc.count_distinct(keys).as_py() == len(keys)


def test_every_code_is_valid(province: Path) -> None:
    codes = pq.read_table(province / "enterprise.parquet")["uscc"].combine_chunks()
    assert pc.unique(uscc.statuses(codes)).to_pylist() == ["valid"]
    assert pc.all(pc.equal(pc.utf8_slice_codeunits(codes, 8, 10), "HC")).as_py()


def test_everything_says_that_it_is_synthetic(province: Path) -> None:
    assert "synthetic: true" in (province / "snapshot.yaml").read_text(encoding="utf-8")
    assert ask(province, "enterprise", "bool_and(name like '合成%')")
    for table in ENTITIES:
        metadata = pq.read_metadata(province / f"{table}.parquet").metadata
        assert metadata[b"synthetic"] == b"true"


@pytest.mark.parametrize("table", ["enterprise", "lease"])
def test_one_fact_in_twenty_is_unknown_and_no_key_is(province: Path, table: str) -> None:
    held = pq.read_table(province / f"{table}.parquet")
    for name in held.column_names:
        unknown = held[name].null_count / held.num_rows
        if is_required(ENTITIES[table], name):
            assert unknown == 0
        else:
            assert unknown == pytest.approx(0.05, abs=0.012), name


def test_facts_are_unknown_independently(province: Path) -> None:
    both = ask(province, "enterprise", "avg((staff is null and revenue is null)::int)")
    assert both == pytest.approx(0.05 * 0.05, abs=0.0012)


@pytest.mark.parametrize(
    "impossible",
    [
        "main_revenue > revenue",
        "insured_staff > staff",
        "laid_off > insured_staff",
        "staff < 1",
        "revenue < 0",
        "vat_payer = 'small_scale' and revenue > 5000000",
        "founded_on > '2022-12-31'",
        "unemployment_contribution > 0 and insured_staff = 0",
        "local_education_surcharge > education_surcharge",
        "injury_premium > 0 and not injury_insured",
        "resource_tax > 0 and industry not like 'B%'",
        "kind = 'social_organisation' and left(industry, 1) not in ('S', 'P', 'Q')",
        "left(county, 4) <> left(city, 4)",
        "listed and not joint_stock",
        "little_giant and not specialised_sme",
    ],
)
def test_nothing_impossible_is_made(province: Path, impossible: str) -> None:
    assert ask(province, "enterprise", f"count(*) filter (where {impossible})") == 0


@pytest.mark.parametrize(
    "present",
    [
        "staff between 300 and 999 and revenue >= 20000000 and industry like 'C%'",
        "staff >= 1000",
        "staff < 20 and industry like 'C%'",
        "taxable_income < 0",
        "laid_off > insured_staff * 0.2",
        "laid_off = 0 and insured_staff > 30",
        "industry = 'K7020'",
        "kind = 'individual_business'",
        "revenue >= 400000000",
        "city = '441900' and length(county) = 9",
        "restricted_industry",
        "joint_stock and not listed",
        "specialised_sme and not little_giant",
        *(f"{name} and kind = 'company'" for name in RECOGNITIONS),
    ],
)
def test_every_kind_of_firm_that_rules_ask_for_exists(province: Path, present: str) -> None:
    assert ask(province, "enterprise", f"count(*) filter (where {present})") > 0


def test_cities_have_their_specialities(province: Path) -> None:
    def part(city: str, pattern: str) -> float:
        return float(
            ask(
                province,
                "enterprise",
                f"avg((industry like '{pattern}')::int) filter (where city = '{city}')",
            )
        )

    assert part("441900", "C39%") > 2 * part("440100", "C39%")
    assert part("440300", "I65%") > 2 * part("440600", "I65%")
    assert part("440600", "C30%") > 2 * part("440300", "C30%")


def test_revenue_follows_staff_and_industry(province: Path) -> None:
    assert ask(province, "enterprise", "corr(ln(staff), ln(revenue::double))") > 0.6
    assert ask(
        province,
        "enterprise",
        "median(revenue / staff) filter (where industry like 'F51%')"
        " > 3 * median(revenue / staff) filter (where industry like 'H62%')",
    )


@pytest.mark.parametrize(
    ("table", "present"),
    [
        ("equipment_purchase", "unit_value = 5000000"),
        ("equipment_purchase", "unit_value = 4999999.99"),
        ("equipment_purchase", "unit_value > 5000000"),
        ("equipment_purchase", "minimum_life = 3"),
        ("equipment_purchase", "minimum_life = 10"),
        ("investment_project", "foreign_capital > 0"),
        ("lease", "state_owned and risk_listed and months_leased < 12"),
        ("loan", "guaranteed > 0 and guarantee_fee > fee_ceiling"),
        ("loan", "guaranteed > 0 and guarantee_fee = fee_ceiling"),
        ("loan", "term = 12 and key_project <> 'unlisted'"),
        ("radio_licence", "due_on = '2022-12-31' and not paid"),
        ("product_sales", "sales = 20000000"),
        ("product_sales", "sales = 20000000.01"),
        ("product_sales", "online_sales = 1999999.99"),
        ("enterprise", "vehicle_award > 10000000"),
        ("vehicle_purchase", "displacement = 2"),
        ("vehicle_purchase", "displacement > 2 and displacement < 2.01"),
        ("above_scale_entry", "entered_on > '2022-12-31'"),
        ("insurance_policy", "insured_on > insured_to"),
        ("receivable", "due_on < '2022-12-31' and unpaid = 0"),
        ("enterprise", "quarter_output > 0 and quarter_output = quarter_output_before * 1.1"),
        ("enterprise", "above_scale_listed and main_revenue < 20000000"),
        ("enterprise", "annual_sales = 20000000 and industry like 'C%'"),
        ("enterprise", "annual_sales = 19999999.99 and industry like 'C%'"),
        ("enterprise", "exporter and container_shipping and industry like 'C%'"),
        ("enterprise", "feedstock_energy > 0 and renewable_increase = 0"),
        ("tax_due", "tax = 'vat' and period_end = '2021-12-31'"),
        ("tax_due", "period_end = '2021-09-30'"),
        ("tax_due", "period_end = '2022-01-31'"),
        ("bank", "closing_balance = opening_balance"),
        ("bank", "closing_balance < opening_balance"),
        ("bank", "unsecured_loans = 0"),
        ("production_line", "stage = 'existing' and energy_per_unit = baseline_level"),
        ("production_line", "stage <> 'existing' and energy_per_unit > benchmark_level"),
        ("production_line", "aluminium_power = 13650"),
        ("production_line", "aluminium_power = 13650.0001"),
        ("production_line", "product = 'coal_power' and coal_consumption >= 300"),
        ("land_parcel", "industrial_area = commercial_area + other_area and housing_area = 0"),
        ("land_parcel", "commercial_area + other_area = 0"),
        ("major_project", "total_investment = 5000000000 and old_area"),
        ("major_project", "total_investment = 4999999999.99"),
        ("major_project", "fixed_investment = 0"),
        ("upgrade_project", "equipment_investment = announced_floor"),
        ("upgrade_project", "equipment_investment = announced_floor - 0.01"),
        ("upgrade_project", "equipment_investment * announced_rate > announced_ceiling"),
        ("research_import", "recognised_body and import_consumption_tax > 0"),
    ],
)
def test_owned_things_stand_on_both_sides_of_the_lines(
    province: Path, table: str, present: str
) -> None:
    assert ask(province, table, f"count(*) filter (where {present})") > 0


def test_owners_are_enterprises_of_the_province(province: Path) -> None:
    firms = pq.read_table(province / "enterprise.parquet")["uscc"]
    for table in ("equipment_purchase", "investment_project", "lease"):
        owners = pq.read_table(province / f"{table}.parquet")["uscc"]
        assert pc.all(pc.is_in(owners, firms.combine_chunks())).as_py()


@pytest.mark.parametrize(
    ("table", "present"),
    [
        ("equipment_purchase", "metering_instrument and unit_value > 5000000"),
        ("equipment_purchase", "metering_instrument and unit_value <= 5000000"),
        ("investment_project", "pilot_zone and industry like 'C%'"),
        ("laboratory_application", "field = 'outside'"),
        ("laboratory_application", "field = 'other_emerging'"),
        ("merger", "china_turnover > 4000000000 and second_china_turnover > 800000000"),
        ("merger", "second_china_turnover = 400000000"),
        ("merger", "second_china_turnover = 400000000.01"),
        ("merger", "second_china_turnover = 800000000"),
        ("merger", "second_china_turnover = 800000000.01"),
        ("profit_distribution", "withholding_rate = 0.05 and purpose = 'new_enterprise'"),
        ("profit_distribution", "purpose = 'equity_related'"),
        ("quality_award", "prize = 'provincial'"),
        ("quality_award", "prize = 'provincial_nomination'"),
        ("researcher", "cluster = 'outside' and core_problem_solved"),
        ("researcher", "cluster <> 'outside' and achievement = 'none'"),
        ("standard_project", "level = 'international' and role = 'lead'"),
        ("standard_project", "level = 'foreign_advanced'"),
        ("enterprise", "financing_need = 100000000"),
        ("enterprise", "financing_need = 100000000.01"),
    ],
)
def test_quality_and_brands_stand_on_both_sides_of_the_lines(
    province: Path, table: str, present: str
) -> None:
    assert ask(province, table, f"count(*) filter (where {present})") > 0


@pytest.mark.parametrize(
    ("table", "impossible"),
    [
        ("merger", "second_china_turnover * 2 > china_turnover"),
        ("merger", "china_turnover > worldwide_turnover"),
        ("equipment_purchase", "used_from < purchased_on"),
        ("profit_distribution", "reinvested_profit < 0"),
    ],
)
def test_nothing_impossible_is_owned(province: Path, table: str, impossible: str) -> None:
    assert ask(province, table, f"count(*) filter (where {impossible})") == 0


def test_only_listed_codes_are_used(province: Path) -> None:
    table = pq.read_table(province / "enterprise.parquet")
    assert all(code in INDUSTRIES.entries for code in industries().labels)
    for name in ("city", "county"):
        assert all(code in REGIONS for code in pc.unique(table[name].drop_null()).to_pylist())


def test_a_fact_that_the_generator_does_not_know_is_unknown(tmp_path: Path) -> None:
    extra = {"label": "新事实", "type": "money", "unit": "CNY", "source": "测试"}
    lease = ENTITIES["lease"].model_dump()
    lease["facts"] = {"extra": extra} | lease["facts"]
    make(
        Order("350000", 500, 1),
        tmp_path,
        {**ENTITIES, "lease": Entity.model_validate(lease)},
        REGIONS,
    )
    table = pq.read_table(tmp_path / "lease.parquet")
    assert table["extra"].null_count == table.num_rows > 0


@pytest.mark.parametrize("province_code", ["330000", "440100", "", "广东"])
def test_a_province_without_listed_cities_is_refused(tmp_path: Path, province_code: str) -> None:
    with pytest.raises(NoCities, match="350000 福建省, 440000 广东省, 450000 广西壮族自治区"):
        make(Order(province_code, 10, 1), tmp_path, ENTITIES, REGIONS)


def test_the_command_writes_a_snapshot_and_says_what_is_in_it(tmp_path: Path) -> None:
    arguments = ["synth", "--province", "350000", "--enterprises", "200", "--out", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert "enterprise: 200 rows" in result.output
    assert "Synthetic snapshot of 350000 as of 2022-12-31" in result.output


@given(st.lists(st.tuples(st.integers(-(10**15), 10**15), st.booleans()), max_size=40))
def test_money_columns_are_exact_and_unknown_where_masked(cells: list[tuple[int, bool]]) -> None:
    fen = np.array([each for each, _ in cells], np.int64)
    missing = np.array([each for _, each in cells], np.bool_)
    column = columns.money(fen, missing)
    column.validate(full=True)
    whole = pc.multiply(column, pa.scalar(100)).to_pylist()
    assert [None if value is None else int(value) for value in whole] == [
        None if gone else each for each, gone in cells
    ]


@given(st.integers(0, 10**15), st.integers(0, 10_000))
def test_a_share_is_the_exact_share_rounded_down(amount: int, parts: int) -> None:
    made = share(np.array([amount], np.int64), parts, 10_000)
    assert int(made[0]) == amount * parts // 10_000
