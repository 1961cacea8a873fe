"""Free-form solutions judged step by step: prose, LaTeX and ASCII, written by anybody.

spelling (one line of plain text) -> phrases (formulas and what stands between) -> claims (what
is said to equal what) -> judge (is it so) -> solution (labels, the first error, evidence).
"""
