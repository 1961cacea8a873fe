"""Jobs and reports come out of their messages as they went in; what is no report is said."""

import os
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.sandbox.inside import packet
from assay.sandbox.inside.settings import COMPILING, Job
from assay.sandbox.records import LANGS

seconds = st.floats(0, 1e6)
sizes = st.integers(0, 2**63 - 1)
jobs = st.builds(
    Job,
    lang=st.sampled_from(LANGS),
    mode=st.sampled_from(["stdin", "call", *COMPILING]),
    cpu_s=seconds,
    wall_s=seconds,
    memory=sizes,
    output=sizes,
    processes=st.integers(0, 2**32 - 1),
)
reports = st.fixed_dictionaries(
    {
        "clean": st.booleans(),
        "flag": st.sampled_from(packet.FLAGS),
        "exit": st.none() | st.integers(-255, 255),
        "cpu_s": seconds,
        "wall_s": seconds,
        "peak": sizes,
        "message": st.text(),
    }
)


@given(jobs)
def test_a_job_comes_back(job: Job) -> None:
    assert packet.job_of(packet.job_bytes(job)) == job


@given(reports)
def test_a_report_comes_back(report: dict[str, object]) -> None:
    data = packet.report_bytes(report)
    assert packet.report_of(data) == report
    assert data.startswith(b"\1") == report["clean"]


def test_a_fault_needs_no_more_than_its_message() -> None:
    found = packet.report_of(packet.report_bytes({"flag": "ie", "message": "no mount"}))
    assert (found["flag"], found["message"], found["exit"]) == ("ie", "no mount", None)
    assert found["clean"] is False


@given(st.binary(max_size=60))
def test_bytes_that_are_no_report_raise_nothing_but_a_value_error(data: bytes) -> None:
    try:
        assert packet.report_of(data)["flag"] in packet.FLAGS
    except ValueError as error:
        assert "a report of" in str(error)


def test_a_report_cut_short_is_refused() -> None:
    whole = packet.report_bytes({"flag": "ok", "exit": 0})
    for length in range(len(whole)):
        with pytest.raises(ValueError, match="a report of"):
            packet.report_of(whole[:length])


def test_descriptors_travel_with_a_message() -> None:
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with here, there:
        reader, writer = os.pipe()
        packet.send(here, b"take these", [writer, writer])
        packet.send(here, b"none", [])
        message, fds = packet.receive(there)
        assert message == b"take these" and len(fds) == 2
        os.write(fds[1], b"x")
        assert os.read(reader, 2) == b"x"
        assert packet.receive(there) == (b"none", [])
        here.close()
        assert packet.receive(there) == (b"", [])
        for descriptor in (reader, writer, *fds):
            os.close(descriptor)
