"""The same work on many provinces, spread over the workers of a Dask cluster.

Workers read their province from the database themselves and keep what they found there; only its code goes out and only
how it went comes back. Dask gives a lost worker's province to another one; where the whole cluster is lost, what was
finished stays kept and the next call goes on with the rest (`gis.answers.whole`).
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from distributed import CancelledError, Client, Future, KilledWorker, LocalCluster, as_completed

from gis import settings
from gis.answers import whole
from gis.answers.whole import Scored
from gis.errors import RequestError
from gis.words import say

_PATIENCE: Final = 20
"""Seconds to wait for a cluster to answer."""

_log: Final = logging.getLogger(__name__)


@contextmanager
def cluster(address: str) -> Iterator[Client]:
    """Connect to a cluster, or begin one of this machine's own.

    Parameters
    ----------
    address
        Of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; empty: a process for each processor of this machine,
        on loopback, behind keys of their own that nobody else on the machine knows.

    Raises
    ------
    RequestError
        Nothing answers there.
    """
    if address:
        with _connected(address) as client:
            yield client
        return
    with tempfile.TemporaryDirectory(prefix="landmap-workers-") as folder:
        own = LocalCluster(
            n_workers=os.cpu_count(),
            threads_per_worker=1,
            host="tls://127.0.0.1",
            security=True,
            dashboard_address=None,
            local_directory=folder,
        )
        with own, Client(own) as client:
            yield client


def _connected(address: str) -> Client:
    try:
        return Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise RequestError("cli.score.no_cluster", address=address) from error


def spread(client: Client, provinces: Sequence[str], day: dt.date | None) -> Iterator[Scored]:
    """Begin to work everything out for provinces, and answer each as it is done.

    Parameters
    ----------
    client
        From `cluster`.
    provinces
        Their codes.
    day
        See `gis.answers.whole.score`.

    Returns
    -------
    Each province once. One whose workers were lost again and again counts as failed, and so does every one that was
    left when the scheduler itself was lost.
    """
    tasks = client.map(whole.score, provinces, day=day, method=whole.METHOD, pure=False)
    of = dict(zip(tasks, provinces, strict=True))
    return (_outcome(task, of[task]) for task in as_completed(tasks))


def _outcome(task: Future[Scored], province: str) -> Scored:
    """Answer how a province ended; a surprise in it must not stop the others, either."""
    error: BaseException | None
    try:
        error = task.exception()
        if error is None:
            found: Scored = task.result()
            return found
    except CancelledError as lost:
        error = lost
    _log.error("province %s could not be scored", province, exc_info=error)
    return Scored(province, "failed", reason=_reason(error))


def _reason(error: BaseException) -> str:
    language = settings.current().language
    if isinstance(error, CancelledError):
        return say("cli.score.lost", language)
    return say("cli.score.killed", language) if isinstance(error, KilledWorker) else type(error).__name__
