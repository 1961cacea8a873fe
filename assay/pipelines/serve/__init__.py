"""The verification service: `check` and `judge` behind an HTTP door, and `run_code` beside them.

    serve(read_settings(port=8000, sandbox="auto", workers=2), say=print)         (server.py)

    settings.py    what it was told, checked before anything is opened
    server.py      opens the sandbox, the check workers and the port; signals; closes everything
    door.py        the port
    app.py         routes and refusals          desk.py     requests to queues and back
    guard.py       who may come in
    bodies.py      bytes to rows' lines         metrics.py  what Prometheus reads
    lane.py        a bounded queue with threads behind it
    checks.py      killable processes that judge pairs
    programs.py    the sandbox under a deadline  fusion.py   the words of `run_code`

It lives in this room, not in one of its own, because it is the same two stages by another door: a
room beside `pipelines` could not import them without a sideways arrow. Importing this package
imports nothing of it.
"""
