"""What all tests share: Hypothesis without deadlines, since the machines are busy and noisy, and an
interrupt that is heard, also where the tests run in the background of a shell that ignores it."""

import signal

from hypothesis import settings

settings.register_profile("assay", deadline=None)
settings.load_profile("assay")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
