"""The English that the step labeller knows: where a unit ends, what says "equals", what supposes.

Only words that change how a number or formula is read are here.
"""

import re

from assay.checkers.vocabulary import words

STOP = words(
    "is are was were be been being am equals equal gives give giving gave given yields yield makes "
    "make making made gets get getting got leaves leave leaving left-over has have had having and "
    "or so then thus hence because since but for from to by in on at with into than that which "
    "where when while if we she he they it i you who whose this these those there here as not no "
    "means mean meaning let becomes become comes come amounts totals results result contains "
    "contain holds hold needs need costs cost earns earn pays pay remain remains say says said "
    "also after before both minus plus times divided multiplied mod using only just first second "
    "third fourth next finally now therefore wait hmm actually oops sorry goes does do did can "
    "cannot would will should could may might must plugging choose will until again out off over "
    "under about approximately roughly nearly around exactly satisfies fit fits are outcomes-of "
    "adding subtracting dividing multiplying add subtract divide multiply remainder check checking "
    "between among without within through during against apart depends instead namely like "
    "correct correctly works work holds-for too however although though once"
)
SUPPOSING = words(
    "if suppose supposing assume assuming try trying guess guessing say imagine consider case when "
    "where let letting put putting set setting plug plugging substitute substituting testing test "
    "candidate candidates either maybe perhaps whether until unless choosing choose pick"
)
"""Words shortly before a formula that make it an assumption, not a claim."""

PLACING = words("for at with into using given take taking in by evaluate evaluating through")
"""Words right before a formula that make it the place where another is evaluated."""

DENYING = re.compile(
    r"\b(?:suppose|assum\w+|what if|imagine|thought|tempting|mistaken\w*|wrongly|incorrectly|"
    r"contradict\w*|impossible|absurd|(?<!there )can't be|(?<!there )cannot be|not possible|"
    r"not equal|isn't|is not|"
    r"set (?:the|them|both|these)\b|equat(?:e|ing)|"
    r"one might|might think|claim(?:s|ed)? that|instead of|wrote|which is wrong)\b",
    re.IGNORECASE,
)
"""A step that supposes or denies something: what is false by itself may be meant so."""

TRYING = re.compile(
    rf"{DENYING.pattern}|\b(?:try|cases?|either|guess\w*|candidates?|extraneous|"
    r"would|"
    r"too (?:big|small|large|low|high|many|few|much|little)|reject\w*|exclud\w*|forbid\w*|"
    r"ruled out|fails?|doesn't work|does not work|are not|hypothe\w+)\b",
    re.IGNORECASE,
)
"""A step that weighs something: what goes against the problem may be meant so."""

MENDING = re.compile(
    r"\b(?:no|not|wait|actually|oops|correct(?:ion|ly|ing|ed)?|sorry|hmm+|mistake|slip|"
    r"scratch that|rather|let me (?:re\w*|double|check|fix)|re-?check\w*|hold on|error|"
    r"wrong|should be|should have been|i meant|double-check\w*|fix)\b",
    re.IGNORECASE,
)
RETRACTING = re.compile(
    r"\b(?:no|wait|oops|sorry|hmm+|scratch that|actually|hold on|careful|correction|i mean|"
    r"or rather|that's wrong|that is wrong|not right)\b"
)
"""Words right after a claim that take it, or something like it, back."""

DERIVING = re.compile(
    r"\b(?:so|then|thus|hence|therefore|gives?|giving|yields?|get|becomes?|means?|implies|dividing|"
    r"divide[ds]?|subtract\w*|add(?:ing|ed)?|multipl\w+|expand\w*|simplif\w*|combin\w*|solv\w+|"
    r"isolat\w*|mov(?:e|ing)|distribut\w*|collect\w*|rearrang\w*|factor\w*|tak(?:e|ing)|squar\w+|"
    r"cross|clear\w*|both sides|cancel\w*|bring\w*|leav(?:es|ing)|left with|open\w* up|gather\w*|"
    r"tidy\w*|reduc\w+|rid of|swap\w*|shift\w*|remains?)\b|=>|->|⇒|→|"
    r"\\(?:Long)?[Rr]ightarrow|\\implies",
    re.IGNORECASE,
)
"""A step that says that it follows from the one before."""
PROSE = re.compile(r"[A-Za-z]{3}")

NAMED = re.compile(
    r"\b(?:theorem|lemma|identity|law of|pythagor\w*|am-gm|vieta\w*|euclid\w*|discriminant|"
    r"bayes\w*|(?:power|chain|product|quotient|sum) rule|quadratic formula|derivative of|prime|"
    r"divisible|half|halves|twice|double|triple|squared|cubed|square root|binomial|complement|"
    r"independent|symmetr\w+|perpendicular|parallel|theta|pi|legs?|hypotenuse|sum of|product of|"
    r"difference of)\b",
    re.IGNORECASE,
)
ANSWERING = re.compile(
    r"\banswers?\b|\bans\b|####|\\boxed|\bfinal(?:ly)?\b|\bresult:|^\s*(?:so|thus|hence|therefore|->|=>)",
    re.IGNORECASE,
)
_OPENING = (
    r"(?:(?:which|that|this|it|and|we|i|you|he|she|they|to|"
    r"together|altogether|also|each|in|total)[, ]+){0,4}"
)
_VERB = (
    r"(?:is|are|was|were|equals?|is worth|makes?|gives?|yields?|(?:we|to|and|i|you) get|gets|"
    r"leaves?|becomes?|totals?|comes? to|amounts? to|results? in|produces?|(?:we|to|i) obtain|"
    r"(?:to|we) have|(?:is|are) equal to|remains?|that's|simplifies to|evaluates to|"
    r"works out to|reduces to)"
)
_FILLERS = (
    r"(?: (?:just|exactly|simply|only|now|also|then|a|an|the|total|totals|of|in|value|result|us|me|"
    r"you|him|her|them|altogether|again|indeed|sum|number|equal|to|together|still|therefore|thus|"
    r"mean|grand))*"
)
VERBAL = re.compile(rf"^,? ?{_OPENING}{_VERB}{_FILLERS}$")
ROUGHLY = re.compile(
    rf"^,? ?{_OPENING}{_VERB}{_FILLERS} (?:about|approximately|roughly|around|nearly)$"
)
BEYOND = words(
    "more less fewer greater times short over under above below of percent as than larger smaller "
    "older younger longer shorter bigger higher lower away off from million billion thousand "
    "hundred dozen dozens pairs pair couple score after before later earlier ago "
    "with followed"
)
"""Words after a value that make it another: "is 4 more than 8"."""

SAFE_OF = words(
    "total sum cost price area volume perimeter height width value score speed distance number "
    "result profit balance remainder change tip discount tax rate income amount pay age length "
    "count difference quotient revenue sale saving savings increase decrease grand loss weight"
)
"""Words before "of" that only name what follows."""

ONWARD = words("times multiplied plus minus divided over squared cubed mod")
"""Words after a value by which its formula goes on."""

DEEPER = words(
    "of off twice double triple half than times per by to from over under root squared thirds "
    "third quarter quarters and first last another every"
)
"""Words right before a formula that may reach into it: "half of 12 + 4"."""
