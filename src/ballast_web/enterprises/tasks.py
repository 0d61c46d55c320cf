"""Background work: judge the whole population, and write down where everybody stands.

The run's folder holds the core's run over the last whole snapshot: a summary by city and verdicts
that can be replayed. The standings are judged with all that is known now, what was supplied too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from ballast.assessment.run import assess
from ballast.facts.snapshot import open_snapshot
from ballast_web.catalogue import library
from ballast_web.enterprises.facts import Held, overlaid, tables_at_hand
from ballast_web.enterprises.models import FactRow, Run, Snapshot, Standing, Supplied
from ballast_web.enterprises.signals import run_finished
from ballast_web.enterprises.states import COUNTING, KEEPERS, WorkState
from ballast_web.enterprises.verdicts import Finding, judged
from ballast_web.jobs.task import task
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import OrganisationKind
from ballast_web.kernel.writes import writing

#: Enterprises judged and written at once.
_BATCH = 500
#: Runs whose standings are kept, the newest among them.
KEPT = 3


def start_run(acting: Acting, day: date | None = None) -> Run:
    """Have everybody judged on `day` (today) in the background. Raises NotAllowed."""
    acting.must_be(KEEPERS, "启动全量判定")
    with writing(acting) as log:
        run = Run.objects.create(as_of=day or today(), library_version=library.current().version)
        log.note("run.started", run, as_of=run.as_of)
        judge_population.enqueue(run.pk)
    return run


@task(label="全量判定", atomic=False)
def judge_population(run: int) -> None:
    """Judge everybody for the run of that number; what breaks off is written down in it."""
    found = Run.objects.get(pk=run)
    try:
        _judge(found)
    except Exception as error:
        _told(found, state=WorkState.FAILED, stage=str(error)[:200])
        raise


def _judge(run: Run) -> None:
    _told(run, stage="整体快照判定", folder=_folder(run))
    begun = run.standings_of.all()
    begun._raw_delete(begun.db)
    everybody = Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE).order_by("pk")
    total, done, standings = everybody.count(), 0, 0
    for batch in _batches(everybody):
        found = [
            _standing(run, firm, each)
            for firm, held in _held(batch)
            for each in judged(held.rows, run.as_of)
            if each.verdict != "ineligible" or each.near_miss
        ]
        with writing(platform("全量判定")):
            Standing.objects.bulk_create(found, batch_size=1000)
        done, standings = done + len(batch), standings + len(found)
        _told(run, stage=f"逐户判定 {done}/{total}", enterprises=done, standings=standings)
    _finish(run)


def _folder(run: Run) -> str:
    """The folder of the core's run over the last whole snapshot; empty without one."""
    whole = Snapshot.objects.filter(whole=True).order_by("-pk").first()
    shelf = library.current()
    if whole is None or not Path(whole.path).is_dir():
        return ""
    facts = open_snapshot(Path(whole.path), shelf.vocabulary.entities)
    out: Path = settings.BALLAST_HOME / "runs" / str(run.pk)
    assess(facts, shelf.library, shelf.vocabulary, run.as_of, out)
    return str(out)


def _batches(everybody: QuerySet[Organisation]) -> Iterator[list[Organisation]]:
    rest = everybody.iterator(_BATCH)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _held(batch: list[Organisation]) -> Iterator[tuple[Organisation, Held]]:
    """What is known of each enterprise of the batch."""
    rows = _by_enterprise(FactRow.objects.filter(enterprise__in=batch).order_by("table", "key"))
    counting = Supplied.objects.filter(enterprise__in=batch, state__in=COUNTING)
    supplied, at_hand = _by_enterprise(counting), _AtHand()
    for firm in batch:
        found = at_hand[firm.region]
        yield firm, overlaid(firm.code, rows[firm.pk], supplied[firm.pk], found)


class _AtHand(dict[str, frozenset[str]]):
    """The tables at hand by region, each looked up once."""

    def __missing__(self, region: str) -> frozenset[str]:
        self[region] = tables_at_hand(region)
        return self[region]


def _by_enterprise(found: QuerySet[Any]) -> defaultdict[int, list[Any]]:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for each in found:
        grouped[each.enterprise_id].append(each)
    return grouped


def _standing(run: Run, firm: Organisation, found: Finding) -> Standing:
    return Standing(
        run=run,
        enterprise=firm,
        rule=found.rule_id,
        key=found.key,
        period=found.period,
        verdict=found.verdict,
        amount_fen=found.amount_fen,
        payable_fen=found.payable_fen,
        failed=list(found.failed),
        missing=list(found.missing),
        near=(found.near_miss or "")[:300],
    )


def _told(run: Run, **fields: Any) -> None:
    """Write down how far the run is."""
    with writing(platform("全量判定")):
        Run.objects.filter(pk=run.pk).update(**fields)


def _finish(run: Run) -> None:
    """The run stands; standings of old ones go."""
    old = Run.objects.filter(state=WorkState.FINISHED).exclude(pk=run.pk).order_by("-pk")
    with writing(platform("全量判定")) as log:
        gone = Standing.objects.filter(run__in=list(old.values_list("pk", flat=True)[KEPT - 1 :]))
        gone._raw_delete(gone.db)
        run.refresh_from_db()
        run.state, run.finished_at, run.stage = WorkState.FINISHED, now(), ""
        run.save(update_fields=["state", "finished_at", "stage"])
        log.note("run.finished", run, enterprises=run.enterprises, standings=run.standings)
    run_finished.send(Run, run=run)


def last_run() -> Run | None:
    """The newest run that is finished, if there is one."""
    return Run.objects.filter(state=WorkState.FINISHED).order_by("-pk").first()
