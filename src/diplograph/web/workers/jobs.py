"""What workers do, by name. A job is a dictionary of plain values and a body; its answer is a reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from diplograph.errors import Fault
from diplograph.web.context import Context, prepare
from diplograph.web.endpoint.answer import answer
from diplograph.web.endpoint.protocol import Asked
from diplograph.web.reply import Refused, Reply
from diplograph.web.services import dataset, resource
from diplograph.web.services.reconcile import reconciled
from diplograph.web.services.saved import ask_saved, openapi

__all__ = ["Job", "perform", "prepare", "ready"]

Job = Mapping[str, Any]


def ready(context: Context) -> None:
    """What a worker does before its first job."""
    context.open()


def perform(context: Context, job: Job, body: bytes) -> Reply:
    """The reply to a job; what a client can mend is a reply too."""
    try:
        return _JOBS[job["job"]](context, job, body)
    except Refused as refused:
        return refused.reply
    except Fault as fault:
        return Reply.says(400, str(fault))
    except RecursionError:
        return Reply.says(400, "the request is nested too deeply; take some brackets out")


def _query(context: Context, job: Job, _: bytes) -> Reply:
    asked = Asked(job["query"], tuple(job["default"]), tuple(job["named"]), job["form"])
    return answer(context.engine, context.graphs, asked, job["accept"])


def _saved(context: Context, job: Job, _: bytes) -> Reply:
    return ask_saved(context, job["name"], [(name, value) for name, value in job["fields"]], job["accept"])


def _resource(context: Context, job: Job, _: bytes) -> Reply:
    return resource.reply(context, job["path"], job["accept"])


def _service(context: Context, job: Job, _: bytes) -> Reply:
    return dataset.service(context, job["accept"])


def _void(context: Context, job: Job, _: bytes) -> Reply:
    return dataset.described(context, job["accept"], job["files"])


def _dump(context: Context, job: Job, _: bytes) -> Reply:
    return dataset.dump(context, job["form"], Path(job["file"]))


def _page(context: Context, job: Job, _: bytes) -> Reply:
    return context.pages.reply(job["path"], dict(job["fields"]))


def _openapi(context: Context, _: Job, __: bytes) -> Reply:
    return openapi(context)


def _reconcile(context: Context, job: Job, _: bytes) -> Reply:
    return reconciled(context, job["path"], dict(job["fields"]))


_JOBS: dict[str, Callable[[Context, Job, bytes], Reply]] = {
    "query": _query, "saved": _saved, "resource": _resource, "service": _service, "void": _void, "dump": _dump,
    "page": _page, "openapi": _openapi, "reconcile": _reconcile,
}  # fmt: skip
