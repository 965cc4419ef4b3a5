"""The commands and their results."""

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
from annotator.app.scheme.scheme_files import unknown_keys_of
from annotator.app.session import Session
from annotator.app.transfer import exporter, importer
from annotator.cli import agreement_text
from annotator.domain.errors import Refused
from annotator.i18n import tr, trn
from annotator.review.policies import parse_policy

# The facts for --json, the lines of text, and the exit status.
CommandResult = tuple[dict[str, Any], list[str], int]


@contextlib.contextmanager
def _project(options: argparse.Namespace, *, writing: bool, previewing: bool = False) -> Iterator[Session]:
    session = open_project(options.project, writing=writing)
    try:
        if previewing:
            session.refuse_feedback()
        yield session
    finally:
        session.close()


def _run_job(job: Job[Result]) -> Result:
    """Run a job, with a progress line if standard error is a terminal."""
    if not sys.stderr.isatty():
        return jobs.run(job)
    try:
        return jobs.run(job, report=_show)
    finally:
        sys.stderr.write("\r\x1b[K")


def _show(progress: Progress) -> None:
    share = f"{100 * progress.done // progress.total:3d} %" if progress.total else ""
    sys.stderr.write(f"\r\x1b[K{share} {progress.caption[:60]}")
    sys.stderr.flush()


def _new(options: argparse.Namespace) -> CommandResult:
    with contextlib.closing(new_project(options.project, options.scheme)) as session:
        unknown = unknown_keys_of(session)
    lines = [
        trn(
            "unknown key {key}: kept, but not used",
            "unknown key {key}, {count} times: kept, but not used",
            count,
            key=key,
        )
        for key, count in unknown.items()
    ]
    return {"unknown_keys": unknown}, [tr("created {path}", path=options.project), *lines], 1 if unknown else 0


def _import(options: argparse.Namespace) -> CommandResult:
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
    facts = report.model_dump() | {"renamed": [{"from": renamed.old, "to": renamed.new} for renamed in report.renamed]}
    lines = [
        tr(
            "added {documents} documents, {spans} spans, {relations} relations; {unchanged} records unchanged",
            **report.model_dump(include={"documents", "spans", "relations", "unchanged"}),
        ),
        *[tr("renamed {old} to {new}", old=renamed.old, new=renamed.new) for renamed in report.renamed],
        *_losses(facts["losses"]),
    ]
    return facts, lines, 1 if report.losses else 0


def _export(options: argparse.Namespace) -> CommandResult:
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


def _handout(options: argparse.Namespace) -> CommandResult:
    for_single_annotator = len(options.annotator) == 1
    with _project(options, writing=not options.dry_run, previewing=options.dry_run) as session:
        request = handout.AssignmentRequest(
            annotators=tuple(options.annotator), overlap=options.overlap, common_share=options.by_all / 100
        )
        documents = session.document_ids() if options.documents is None else options.documents
        plan = handout.assign(session, request, documents, spread=options.spread, seed=options.seed)
        reports = []
        if not options.dry_run and for_single_annotator:
            [annotator] = request.annotators
            job = handout.hand_out(session, options.destination, annotator=annotator, documents=documents)
            reports = [_run_job(job)]
        elif not options.dry_run:
            reports = _run_job(handout.hand_out_all(session, options.destination, plan))
    facts = {
        "handouts": [{"annotator": name, "documents": list(ids)} for name, ids in plan.documents.items()],
        "by_all": list(plan.common),
        "files": [str(report.file) for report in reports],
    }
    lines = [
        *[tr("{name}: {count} documents", name=name, count=len(ids)) for name, ids in plan.documents.items()],
        *[tr("wrote {path}", path=report.file) for report in reports],
    ]
    return facts, lines, 0


def _feedback(options: argparse.Namespace) -> CommandResult:
    annotators: list[str] = options.annotator or []
    with _project(options, writing=False) as session:
        if len(annotators) == 1:
            reports = [_run_job(feedback_writer.write_feedback(session, options.destination, annotator=annotators[0]))]
        else:
            reports = _run_job(feedback_writer.write_all_feedback(session, options.destination, annotators or None))
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


def _merge(options: argparse.Namespace) -> CommandResult:
    with _project(options, writing=not options.dry_run, previewing=options.dry_run) as session:
        merge_job = merge.preview_merge if options.dry_run else merge.merge
        report = _run_job(merge_job(session, options.files))
    if len(options.files) == 1 and report.refused:
        raise Refused(report.refused[0].why)
    facts: dict[str, Any] = {
        action: [layer.model_dump() for layer in report.layers_with(action)]
        for action in ("added", "renewed", "unchanged")
    }
    facts["refused"] = [refusal.model_dump() for refusal in report.refused]
    lines = [
        *[f"{tr(line.action)}: {line.annotator}, {line.document}" for line in report.lines if line.action != "refused"],
        *[tr("refused: {file}: {why}", file=refusal.file, why=refusal.why) for refusal in report.refused],
    ]
    return facts, lines, 1 if report.refused else 0


def _losses(losses: list[dict[str, Any]]) -> list[str]:
    return [tr("left behind: {what}, {count} ({where})", **loss) for loss in losses]


def _formats(options: argparse.Namespace) -> CommandResult:
    formats = info.formats()
    lines = [
        f"{entry['name']:<8} "
        + tr("cannot carry: {what}", what=", ".join(entry["cannot_carry"]) or tr("nothing is lost"))
        for entry in formats
    ]
    return {"formats": formats}, lines, 0


def _info(options: argparse.Namespace) -> CommandResult:
    with _project(options, writing=False) as session:
        facts = info.info(session)
    lines = [
        trn("{count} document", "{count} documents", facts["documents"]),
        *[
            tr("{name}: {layers} layers, {done} done, {spans} spans, {relations} relations", **work)
            for work in facts["annotators"]
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


def _check(options: argparse.Namespace) -> CommandResult:
    problems = [problem.model_dump() for problem in check.check(options.project)]
    lines = [f"{problem['kind']}: {problem['document'] or '-'}: {problem['detail']}" for problem in problems]
    return {"ok": not problems, "problems": problems}, lines or [tr("all is well")], 1 if problems else 0


def _cases(options: argparse.Namespace) -> CommandResult:
    with _project(options, writing=False) as session:
        cases = case_list.list_cases(session)
    lines = [
        f"{case['document']} {case['start']}-{case['end']} {case['kind']} {case['id']} "
        + (case["decision"]["action"] if case["decision"] else tr("open"))
        for case in cases
    ]
    return {"cases": cases}, lines or [tr("there are no cases")], 0


def _adjudicate(options: argparse.Namespace) -> CommandResult:
    policy = parse_policy(options.policy)
    with _project(options, writing=not options.dry_run, previewing=options.dry_run) as session:
        review = Review(session)
        _run_job(review.read_job())
        job = apply_policy.preview_policy if options.dry_run else apply_policy.apply_policy
        report = _run_job(job(review, policy))
    lines = [
        trn("{count} decision", "{count} decisions", report.decided),
        trn("{count} case stays open", "{count} cases stay open", report.open),
    ]
    return {"decided": report.decided, "open": report.open}, lines, 0


def _backup(options: argparse.Namespace) -> CommandResult:
    report = _run_job(backup.back_up(options.project, options.destination))
    return _copy_facts(report), [tr("backed up into {path}", path=report.file)], 0


def _restore(options: argparse.Namespace) -> CommandResult:
    report = _run_job(backup.restore(options.project, options.destination))
    return _copy_facts(report), [tr("restored as {path}", path=report.file)], 0


def _copy_facts(report: CopyReport) -> dict[str, Any]:
    return report.model_dump() | {"file": str(report.file)}


def _history(options: argparse.Namespace) -> CommandResult:
    with _project(options, writing=False) as session:
        steps = list(info.history(session, options.document))
    lines = [
        f"{step['step']:>6} {step['at']} {step['annotator'] or '-'} {step['operation']} {step['document'] or ''}"
        + (f" ({tr('undone')})" if step["undone"] else "")
        for step in steps
    ]
    return {"steps": steps}, lines, 0


def _agreement(options: argparse.Namespace) -> CommandResult:
    with _project(options, writing=False) as session:
        agreement = Agreement(session, options.annotators)
        _run_job(agreement.read())
        report = agreement.report()
        if not options.json:
            return {}, agreement_text.text_report(report), 0
        compared = (None, *((pair.a, pair.b) for pair in report.pairs))
        further = {pair: _run_job(agreement.on_demand_measures(pair)) for pair in compared}
    return agreement_text.json_report(report, further), [], 0


COMMANDS: dict[str, Callable[[argparse.Namespace], CommandResult]] = {
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
