"""Seeds and splits: keyed, stable, independent of the process."""

import os
import subprocess
import sys

from assay.core.seeds import canonical_key, rng_for, seed_for, split_of


def test_golden_seed_never_changes() -> None:
    assert seed_for("item", "gcd", 3, 42, 17) == 4450615923435011829
    assert rng_for("gcd", 3, 42, 17).randrange(10**9) == 306513129


def test_parts_are_unambiguous() -> None:
    assert seed_for("ab", "c") != seed_for("a", "bc")
    assert seed_for("1") != seed_for(1)


def test_neighbouring_seeds_and_indices_share_nothing() -> None:
    draws = {rng_for("f", 1, s, i).getrandbits(64) for s in range(50) for i in range(50)}
    assert len(draws) == 2500


def test_split_shares() -> None:
    keys = [canonical_key("f", {"n": n}) for n in range(20_000)]
    shares = {split: [split_of(k) for k in keys].count(split) for split in ("train", "test")}
    assert abs(shares["train"] - 16_000) < 300
    assert abs(shares["test"] - 2_000) < 200


def test_hash_seed_of_the_process_does_not_matter() -> None:
    code = (
        "from assay.core.seeds import canonical_key, seed_for;"
        "print(seed_for('x'), canonical_key('f', {'b': 1, 'a': 2}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": value},
            capture_output=True,
            check=True,
        ).stdout
        for value in ("0", "1", "77")
    }
    assert len(outputs) == 1
