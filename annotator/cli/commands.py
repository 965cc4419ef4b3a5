"""What does each command do, and what does it answer?"""

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

from annotator.app import jobs
from annotator.app.agreement.live_panel import Agreement
from annotator.app.exchange import feedback_writer, handout, merge
from annotator.app.jobs import Job, Progress, Result
from annotator.app.project import backup, check, info
from annotator.app.project.backup import CopyReport
from annotator.app.project.open import new_project, open_project
from annotator.app.review import apply_policy, case_list
from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.app.transfer import exporter, importer
from annotator.cli import agreement_text
from annotator.domain.errors import Refused
from annotator.i18n import tr, trn
from annotator.review.policies import policy

# The facts for --json, the lines for a person, and the exit status.
Answer = tuple[dict[str, Any], list[str], int]


@contextlib.contextmanager
def _project(options: argparse.Namespace, *, writing: bool, rehearsing: bool = False) -> Iterator[Session]:
    session = open_project(options.project, writing=writing)
    try:
        if rehearsing:
            session.refuse_feedback()
        yield session
    finally:
        session.close()


def _run_job(job: Job[Result]) -> Result:
    """Run a job with a progress line, if a person is watching."""
    if not sys.stderr.isatty():
        return jobs.run(job)
    try:
        return jobs.run(job, report=_show)
    finally:
        sys.stderr.write("\r\x1b[K")


def _show(progress: Progress) -> None:
    share = f"{100 * progress.done // progress.total:3d} %" if progress.total else ""
    sys.stderr.write(f"\r\x1b[K{share} {progress.what[:60]}")
    sys.stderr.flush()


def _new(options: argparse.Namespace) -> Answer:
    new_project(options.project, options.scheme).close()
    return {}, [tr("created {path}", path=options.project)], 0


def _import(options: argparse.Namespace) -> Answer:
    with _project(options, writing=True) as session:
        report = _run_job(
            importer.import_files(
                session,
                options.sources,
                format_name=options.format,
                annotator=options.annotator,
                encoding=options.encoding,
                replace=options.replace,
            )
        )
    facts = report.model_dump() | {"renamed": [{"from": one.old, "to": one.new} for one in report.renamed]}
    lines = [
        tr(
            "added {documents} documents, {spans} spans, {relations} relations; {unchanged} records unchanged",
            **report.model_dump(include={"documents", "spans", "relations", "unchanged"}),
        ),
        *[tr("renamed {old} to {new}", old=one.old, new=one.new) for one in report.renamed],
        *_losses(facts["losses"]),
    ]
    return facts, lines, 1 if report.losses else 0


def _export(options: argparse.Namespace) -> Answer:
    with _project(options, writing=False) as session:
        report = _run_job(
            exporter.export(
                session,
                options.destination,
                format_name=options.format,
                annotator=options.annotator,
                gold=True if options.gold else False if options.all else None,
            )
        )
    facts = report.model_dump() | {"files": [str(file) for file in report.files]}
    lines = [
        tr(
            "wrote {documents} documents, {spans} spans, {relations} relations",
            **report.model_dump(include={"documents", "spans", "relations"}),
        ),
        trn("into {path}", "into {count} files, {path} first", len(report.files), path=(*report.files, "-")[0]),
        *_losses(facts["losses"]),
        *([trn("{count} case is open", "{count} cases are open", report.open_cases)] if report.open_cases else []),
    ]
    return facts, lines, 1 if report.losses or report.open_cases else 0


def _handout(options: argparse.Namespace) -> Answer:
    for_one = len(options.annotator) == 1
    with _project(options, writing=not options.dry_run, rehearsing=options.dry_run) as session:
        wish = handout.Wish(people=tuple(options.annotator), overlap=options.overlap, by_all=options.by_all / 100)
        chosen = session.document_ids() if options.documents is None else options.documents
        plan = handout.assign(session, wish, chosen, spread=options.spread, seed=options.seed)
        reports = []
        if not options.dry_run and for_one:
            [person] = wish.people
            job = handout.hand_out(session, options.destination, annotator=person, documents=chosen)
            reports = [_run_job(job)]
        elif not options.dry_run:
            reports = _run_job(handout.hand_out_all(session, options.destination, plan))
    facts = {
        "handouts": [{"annotator": who, "documents": list(told)} for who, told in plan.documents.items()],
        "by_all": list(plan.by_all),
        "files": [str(report.file) for report in reports],
    }
    lines = [
        *[tr("{name}: {count} documents", name=who, count=len(told)) for who, told in plan.documents.items()],
        *[tr("wrote {path}", path=report.file) for report in reports],
    ]
    return facts, lines, 0


def _feedback(options: argparse.Namespace) -> Answer:
    people: list[str] = options.annotator or []
    with _project(options, writing=False) as session:
        if len(people) == 1:
            reports = [_run_job(feedback_writer.give(session, options.destination, annotator=people[0]))]
        else:
            reports = _run_job(feedback_writer.give_all(session, options.destination, people or None))
    facts = {
        "feedback": [report.model_dump(include={"annotator", "documents", "groups", "masked"}) for report in reports],
        "files": [str(report.file) for report in reports],
    }
    lines = []
    for report in reports:
        differing = report.marks - report.groups["agreed"] - report.groups["open"]
        lines.append(
            tr(
                "{name}: {documents} documents, {agreed} as gold has it, {differing} differ, {open} not settled",
                name=report.annotator,
                documents=report.documents,
                agreed=report.groups["agreed"],
                differing=differing,
                open=report.groups["open"],
            )
        )
        if report.masked:
            lines.append(trn("a name left out of {count} comment", "names left out of {count} comments", report.masked))
        lines.append(tr("wrote {path}", path=report.file))
    return facts, lines, 0


def _merge(options: argparse.Namespace) -> Answer:
    with _project(options, writing=not options.dry_run, rehearsing=options.dry_run) as session:
        bring = merge.foresee if options.dry_run else merge.merge
        report = _run_job(bring(session, options.files))
    if len(options.files) == 1 and report.refused:
        raise Refused(report.refused[0].why)
    facts: dict[str, Any] = {
        what: [place.model_dump() for place in report.places(what)] for what in ("added", "renewed", "unchanged")
    }
    facts["refused"] = [one.model_dump() for one in report.refused]
    lines = [
        *[f"{tr(one.what)}: {one.annotator}, {one.document}" for one in report.lines if one.what != "refused"],
        *[tr("refused: {file}: {why}", file=one.file, why=one.why) for one in report.refused],
    ]
    return facts, lines, 1 if report.refused else 0


def _losses(losses: list[dict[str, Any]]) -> list[str]:
    return [tr("left behind: {what}, {count} ({where})", **loss) for loss in losses]


def _formats(options: argparse.Namespace) -> Answer:
    known = info.formats()
    lines = [
        f"{one['name']:<8} " + tr("cannot carry: {what}", what=", ".join(one["cannot_carry"]) or tr("nothing is lost"))
        for one in known
    ]
    return {"formats": known}, lines, 0


def _info(options: argparse.Namespace) -> Answer:
    with _project(options, writing=False) as session:
        facts = info.info(session)
    lines = [
        trn("{count} document", "{count} documents", facts["documents"]),
        *[
            tr("{name}: {layers} layers, {done} done, {spans} spans, {relations} relations", **person)
            for person in facts["annotators"]
        ],
        *[f"{label}: {count}" for label, count in facts["labels"].items()],
        *(
            [tr("gold: {documents} documents, {spans} spans, {relations} relations", **facts["gold"])]
            if facts["gold"]["documents"]
            else []
        ),
        *([tr("cases: {open} open, {decided} decided", **facts["cases"])] if any(facts["cases"].values()) else []),
    ]
    return facts, lines, 0


def _check(options: argparse.Namespace) -> Answer:
    problems = [problem.model_dump() for problem in check.check(options.project)]
    lines = [f"{one['kind']}: {one['document'] or '-'}: {one['detail']}" for one in problems]
    return {"ok": not problems, "problems": problems}, lines or [tr("all is well")], 1 if problems else 0


def _cases(options: argparse.Namespace) -> Answer:
    with _project(options, writing=False) as session:
        told = case_list.cases(session)
    lines = [
        f"{one['document']} {one['start']}-{one['end']} {one['kind']} {one['id']} "
        + (one["decision"]["action"] if one["decision"] else tr("open"))
        for one in told
    ]
    return {"cases": told}, lines or [tr("there are no cases")], 0


def _adjudicate(options: argparse.Namespace) -> Answer:
    chosen = policy(options.policy)
    with _project(options, writing=not options.dry_run, rehearsing=options.dry_run) as session:
        review = Review(session)
        _run_job(review.reading())
        job = apply_policy.trying if options.dry_run else apply_policy.applying
        outcome = _run_job(job(review, chosen))
    lines = [
        trn("{count} decision", "{count} decisions", outcome.decided),
        trn("{count} case stays open", "{count} cases stay open", outcome.open),
    ]
    return {"decided": outcome.decided, "open": outcome.open}, lines, 0


def _backup(options: argparse.Namespace) -> Answer:
    report = _run_job(backup.backing_up(options.project, options.destination))
    return _copy_facts(report), [tr("backed up into {path}", path=report.file)], 0


def _restore(options: argparse.Namespace) -> Answer:
    report = _run_job(backup.restoring(options.project, options.destination))
    return _copy_facts(report), [tr("restored as {path}", path=report.file)], 0


def _copy_facts(report: CopyReport) -> dict[str, Any]:
    return report.model_dump() | {"file": str(report.file)}


def _history(options: argparse.Namespace) -> Answer:
    with _project(options, writing=False) as session:
        steps = list(info.history(session, options.document))
    lines = [
        f"{step['step']:>6} {step['at']} {step['annotator'] or '-'} {step['operation']} {step['document'] or ''}"
        + (f" ({tr('undone')})" if step["undone"] else "")
        for step in steps
    ]
    return {"steps": steps}, lines, 0


def _agreement(options: argparse.Namespace) -> Answer:
    with _project(options, writing=False) as session:
        agreement = Agreement(session, options.annotators)
        _run_job(agreement.read())
        report = agreement.report()
        if not options.json:
            return {}, agreement_text.lines(report), 0
        compared = (None, *((pair.a, pair.b) for pair in report.pairs))
        further = {pair: _run_job(agreement.further(pair)) for pair in compared}
    return agreement_text.facts(report, further), [], 0


COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "new": _new,
    "import": _import,
    "export": _export,
    "handout": _handout,
    "feedback": _feedback,
    "merge": _merge,
    "formats": _formats,
    "info": _info,
    "agreement": _agreement,
    "check": _check,
    "cases": _cases,
    "adjudicate": _adjudicate,
    "backup": _backup,
    "restore": _restore,
    "history": _history,
}
