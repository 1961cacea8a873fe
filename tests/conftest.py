"""What all tests share: Hypothesis without deadlines, since the machines are busy and noisy."""

from hypothesis import settings

settings.register_profile("assay", deadline=None)
settings.load_profile("assay")
