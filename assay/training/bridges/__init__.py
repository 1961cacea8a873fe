"""Bridges to other people's trainers: our tasks as their data, our checkers as their rewards.

TRL (`assay.training.trl`), verl (`verl.py`) and verifiers (`environment.py`). Training across
machines is theirs: nothing here steps an optimizer or starts a process. Import the modules, not
this package; docs/bridges.md says which versions they were run with.
"""
