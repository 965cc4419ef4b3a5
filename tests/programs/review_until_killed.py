"""A review with policies, merges and backups, until the process is killed."""

import sys
from pathlib import Path

from annotator.app import jobs
from annotator.app.exchange import merge
from annotator.app.project import backup
from annotator.app.project.open import open_project
from annotator.app.review import apply_policy
from annotator.app.review.review import Review
from annotator.review.policies import parse_policy

project, back = map(Path, sys.argv[1:])
session = open_project(project, writing=True)
session.work_as("Rita", create=True)
print("ready", flush=True)
while True:
    jobs.run(apply_policy.apply_policy(Review(session).read(), parse_policy("prefer:Alba")))
    print("settled", flush=True)
    session.undo()
    jobs.run(merge.merge(session, [back]))
    print("merged", flush=True)
    session.undo()
    copy = backup.dated_path(project, project.parent)
    jobs.run(backup.back_up(project, copy))
    copy.unlink()
    print("backed up", flush=True)
