"""The seccomp profile of the container: what supervisor and candidates together may call.

    json.dumps(container_profile())      # for docker's --security-opt seccomp=

The supervisor needs a few calls more than a candidate (namespaces, mounts, change of uid); the
candidate's own, narrower filter is put on inside by `inside/seccomp.py`. All else is refused.
"""

from typing import Any

from assay.sandbox.inside.syscalls import CANDIDATE, CONDITIONAL, SUPERVISOR

CAPABILITIES = ("SYS_ADMIN", "SETUID", "SETGID", "SETPCAP")
# What runc calls between putting the filter on and starting the supervisor.
_STARTER = ("capset", "futex", "fstatfs", "getdents64", "openat2", "faccessat2", "tgkill")
_ALLOW, _ERRNO, _EPERM, _ENOSYS = "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", 1, 38
_AF_UNIX = 1


def container_profile() -> dict[str, Any]:
    """Docker's JSON for the default-deny profile of supervisor and candidates."""
    plain = {*CANDIDATE, *CONDITIONAL, *SUPERVISOR, *_STARTER} - {"clone3", "socketpair"}
    return {
        "defaultAction": _ERRNO,
        "defaultErrnoRet": _EPERM,
        "archMap": [
            {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []},
            {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": []},
        ],
        "syscalls": [
            {"names": sorted(plain), "action": _ALLOW},
            {"names": ["clone3"], "action": _ERRNO, "errnoRet": _ENOSYS},
            {
                "names": ["socketpair"],
                "action": _ALLOW,
                "args": [{"index": 0, "value": _AF_UNIX, "op": "SCMP_CMP_EQ"}],
            },
        ],
    }
