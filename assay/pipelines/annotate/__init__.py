"""Steps labelled by people: a page in the browser, a journal on the disk, labels in the table.

    annotate(folder, read_settings("ann"), say=print)            (server.py)
    agreement(folder)                                            (agreement.py)
    export(folder, Path("data/human"))                           (export.py)

    settings.py   what it was told, checked before anything is opened
    items.py      the solutions of a run that can be labelled, cut into steps
    order.py      in which order they are shown: at random, or convincing wrong answers first
    marks.py      the words of the page, and what they are in the labels table
    journal.py    every change as it came, synced before it is answered
    desk.py       what the page asks and says     app.py    routes, headers and refusals
    wall.py       who may come in                 server.py the port, the signals
    page/         one HTML page, its style and its script; nothing is loaded from elsewhere

It leans on `serve` for the port, the token and the reading of bodies. Importing this package
imports nothing of it.
"""
