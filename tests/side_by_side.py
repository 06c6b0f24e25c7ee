"""Several things done at the same moment."""

import threading

from django.db import connections


def in_threads(*acts):
    """Run them side by side; what each gave, in their order. Whatever goes wrong in one is raised here."""
    given, problems = [None] * len(acts), []
    gate = threading.Barrier(len(acts))

    def run(place, act):
        try:
            gate.wait(5)
            given[place] = act()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    if problems:
        raise problems[0]
    return given


def at_once(*acts):
    """The same, each with a database connection of its own, closed when it is over."""

    def closing(act):
        def run():
            try:
                return act()
            finally:
                connections.close_all()

        return run

    return in_threads(*map(closing, acts))
