"""How many web processes a machine is given when nobody says."""

import pytest

from practice import machine

pytestmark = pytest.mark.engine_free

GIB = 2**30


def lay(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.fixture
def some(tmp_path, monkeypatch):
    """`some(processors, bytes)`: a machine with so much of both."""

    def make(processors, memory):
        monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: set(range(processors)))
        lay(tmp_path, "proc/meminfo", f"MemTotal:  {memory // 1024} kB\nMemFree:  12 kB\n")
        lay(tmp_path, "proc/self/cgroup", "0::/system.slice/practice.service\n")
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("processors", "memory", "processes"),
    [
        pytest.param(1, 300 * 2**20, 1, id="tiny"),
        pytest.param(1, 470 * 2**20, 2, id="one-answers-while-the-other-starts"),
        pytest.param(2, 4 * GIB, 2, id="small"),
        pytest.param(4, 4 * GIB, 4, id="one-for-each-processor"),
        pytest.param(4, GIB // 2 + GIB // 8, 3, id="no-more-than-fit"),
        pytest.param(64, 64 * GIB, 6, id="no-more-than-the-database-takes"),
    ],
)
def test_a_machine_is_given_what_it_can_carry(some, processors, memory, processes):
    assert machine.processes(some(processors, memory)) == processes


def test_a_container_is_given_what_its_share_can_carry(some):
    root = some(16, 64 * GIB)
    assert machine.processes(root) == 6
    lay(root, "sys/fs/cgroup/system.slice/cpu.max", "250000 100000\n")
    lay(root, "sys/fs/cgroup/system.slice/practice.service/cpu.max", "max 100000\n")
    assert machine.processes(root) == 3
    lay(root, "sys/fs/cgroup/system.slice/practice.service/memory.max", f"{256 * 2**20}\n")
    assert machine.processes(root) == 1


def test_a_machine_that_tells_nothing_gets_two(tmp_path, monkeypatch):
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: {0})

    assert machine.processes(tmp_path) == 2
