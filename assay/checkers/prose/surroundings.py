"""Whether a claim stands in the open: nothing beside it that could be a part of what is said.

    in_the_open(the claim of "So 24*36 = 846, and …", its step)                  ->  True
    in_the_open(the claim of "The values x = -20 and x = 16 are forbidden", …)   ->  False

Of 813 wrong steps of 33 writers that were told, 99% stood between these signs and words; of twenty
that were told by fault a quarter did not: a noun before a formula or a verb behind it may make it
the object of a sentence that says something else.
"""

from assay.checkers.nodes import symbols
from assay.checkers.prose.cursor import Gap
from assay.checkers.prose.said import Said, Spoken
from assay.checkers.prose.values import node_of
from assay.checkers.vocabulary import words

_OPENING = words(
    "is are was were be so and but or have has had having gives give giving gave get gets getting "
    "got then since now therefore thus hence with becomes become means leaves makes yields that "
    "here there as also because where plus of in find finds obtain obtains say says write shows "
    "it's that's we're deriv rule total sum finally again using by needs costs together contributes"
)
_ROUGH = words("about approximately roughly around nearly almost")
_CLOSING = words(
    "and or so since because which thus hence therefore but as here there in for after at on by we "
    "each altogether these this again too i add when where while per"
)


def in_the_open(said: Said, spoken: Spoken) -> bool:
    """Whether what stands before the chain of a claim and behind the claim says nothing of it."""
    lettered = (said.left.has_letter and not _is_counted(said)) or said.right.has_letter
    if said.verbal and not lettered and len(spoken.claims) > 1:
        return False  # of such sums 9 were wrong and 5 misread, in the first runs on hands 19 to 42
    bare = _is_calculated(said) and not lettered
    return _opens(_head(said, spoken)) and (bare or _closes(_behind(said, spoken)))


def _is_calculated(said: Said) -> bool:
    """Whether a calculation stands before a sign: no noun beside it can take it."""
    return (said.left.has_operator or _is_counted(said)) and not said.verbal


def _is_counted(said: Said) -> bool:
    """Whether a number of combinations is worked out: C(25, 2), of numbers."""
    node = node_of(said.left.text) if said.left.text.startswith("binom(") else None
    return node is not None and not symbols(node)


def _opens(head: Said) -> bool:
    """A noun may take a letter or a number, and no calculation with a sign behind it."""
    gap = head.left.gap
    before = gap[-1].text.lower() if gap and gap[-1].kind == "word" else ""
    calculated = _is_calculated(head) and before not in _ROUGH
    return calculated or not before or before in _OPENING


def _closes(gap: Gap) -> bool:
    return not gap or gap[0].kind != "word" or gap[0].text.lower() in _CLOSING


def _head(said: Said, spoken: Spoken) -> Said:
    """The first claim of the chain that a claim goes on."""
    for other in reversed(spoken.claims):
        if said.continued and other.right is said.left:
            said = other
    return said


def _behind(said: Said, spoken: Spoken) -> Gap:
    at = said.right.index + 1
    return spoken.phrases[at].gap if 0 < at < len(spoken.phrases) else spoken.tail
