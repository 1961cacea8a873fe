"""The names that the grammar knows: functions, constants, LaTeX commands, words.

What is not here is an unknown (one or two letters) or a word (longer): see `lexer`.
"""


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


FUNCTIONS = {
    **{name: name for name in sorted(words(
        "sin cos tan cot sec csc sinh cosh tanh coth sech csch exp ln log sqrt cbrt abs floor ceil "
        "gcd lcm max min sign asin acos atan acot asec acsc asinh acosh atanh binom"
    ))},
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arccot": "acot", "arcsec": "asec",
    "arccsc": "acsc", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "arsinh": "asinh",
    "arcosh": "acosh", "artanh": "atanh", "tg": "tan", "ctg": "cot", "cosec": "csc",
    "sgn": "sign", "ceiling": "ceil", "binomial": "binom", "Abs": "abs", "lg": "log10",
    "cis": "cis", "arctg": "atan", "factorial": "factorial", "Max": "max", "Min": "min",
}  # fmt: skip
GREEK = words(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "rho varrho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma "
    "Phi Psi Omega ell hbar Upsilon aleph"
)
SAME_GREEK = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho"}
CONSTANTS = {
    "pi": "pi",
    "e": "e",
    "i": "i",
    "I": "i",
    "oo": "oo",
    "inf": "oo",
    "infty": "oo",
    "infinity": "oo",
    "Infinity": "oo",
    "exponentialE": "e",
    "imaginaryI": "i",
    "imath": "i",
    "emptyset": "empty",
    "varnothing": "empty",
    "EmptySet": "empty",
}
RELATIONS = {
    "=": "=", "==": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "=<": "<=", "!=": "!=",
    "~": "~", "\\le": "<=", "\\leq": "<=", "\\leqslant": "<=", "\\leqq": "<=", "\\ge": ">=",
    "\\geq": ">=", "\\geqslant": ">=", "\\geqq": ">=", "\\lt": "<", "\\gt": ">", "\\ne": "!=",
    "\\neq": "!=", "\\approx": "~", "\\simeq": "~", "\\sim": "~", "\\cong": "~", "\\in": "in",
    "\\notin": "notin", "\\equiv": "===", "\\to": "->", "\\rightarrow": "->", "\\mapsto": "->",
    "\\implies": "=>", "\\Rightarrow": "=>", "\\subset": "subset", "\\subseteq": "subset",
    "\\coloneqq": "=", "\\triangleq": "=", "\\doteq": "~", ":=": "=", "≈": "~", "\\doteqdot": "~",
}  # fmt: skip
COMMANDS = {
    "\\times": ("op", "*"), "\\cdot": ("op", "*"), "\\ast": ("op", "*"), "\\div": ("op", "/"),
    "\\bullet": ("op", "*"), "\\star": ("op", "*"), "\\pm": ("op", "pm"), "\\mp": ("op", "mp"),
    "\\mod": ("op", "mod"), "\\bmod": ("op", "mod"), "\\cup": ("op", "cup"),
    "\\cap": ("op", "cap"), "\\setminus": ("op", "setminus"), "\\backslash": ("op", "setminus"),
    "\\choose": ("op", "choose"),
    "\\over": ("op", "over"), "\\bigcup": ("op", "cup"), "\\bigcap": ("op", "cap"),
    "\\land": ("and", "and"), "\\wedge": ("and", "and"), "\\lor": ("or", "or"),
    "\\vee": ("or", "or"),
    "\\{": ("{s", "{"), "\\}": ("}s", "}"), "\\lbrace": ("{s", "{"), "\\rbrace": ("}s", "}"),
    "\\lbrack": ("[", "["), "\\rbrack": ("]", "]"), "\\lgroup": ("(", "("), "\\rgroup": (")", ")"),
    "\\lparen": ("(", "("), "\\rparen": (")", ")"), "\\lvert": ("|", "|"), "\\rvert": ("|", "|"),
    "\\vert": ("|", "|"), "\\mid": ("|", "|"), "\\|": ("||", "||"), "\\Vert": ("||", "||"),
    "\\lVert": ("||", "||"), "\\rVert": ("||", "||"),
    "\\lfloor": ("floor(", "floor"), "\\rfloor": ("floor)", "floor"),
    "\\llcorner": ("floor(", "floor"), "\\lrcorner": ("floor)", "floor"),
    "\\lceil": ("ceil(", "ceil"), "\\rceil": ("ceil)", "ceil"),
    "\\ulcorner": ("ceil(", "ceil"), "\\urcorner": ("ceil)", "ceil"),
    "\\langle": ("<(", "<"), "\\rangle": (">)", ">"),
    "\\frac": ("frac", "frac"), "\\dfrac": ("frac", "frac"), "\\tfrac": ("frac", "frac"),
    "\\cfrac": ("frac", "frac"), "\\binom": ("binom", "binom"), "\\dbinom": ("binom", "binom"),
    "\\tbinom": ("binom", "binom"), "\\sqrt": ("sqrt", "sqrt"), "\\surd": ("surd", "2"),
    "\\cbrt": ("surd", "3"), "\\sum": ("big", "sum"), "\\prod": ("big", "prod"),
    "\\int": ("big", "int"), "\\lim": ("big", "lim"), "\\oint": ("big", "int"),
    "\\circ": ("deg", "deg"), "\\degree": ("deg", "deg"), "\\prime": ("prime", "'"),
    "\\%": ("%", "%"), "\\permille": ("permille", ""), "\\$": ("currency", "$"),
    "\\pounds": ("currency", "£"), "\\euro": ("currency", "€"), "\\\\": ("row", ""),
    "\\overline": ("accent", "bar"), "\\bar": ("accent", "bar"), "\\hat": ("accent", "hat"),
    "\\vec": ("accent", "vec"), "\\tilde": ("accent", "tilde"), "\\widehat": ("accent", "hat"),
    "\\overrightarrow": ("accent", "vec"), "\\dot": ("accent", "dot"), "\\variable": ("group", ""),
    "\\boxed": ("group", ""), "\\fbox": ("group", ""), "\\mathord": ("group", ""),
    "\\pmod": ("pmod", ""), "\\angle": ("angle", ""), "\\measuredangle": ("angle", ""),
    "\\triangle": ("angle", ""), "\\neg": ("neg", ""), "\\lnot": ("neg", ""),
    "\\dots": ("dots", ""), "\\ldots": ("dots", ""), "\\cdots": ("dots", ""),
    "\\_": ("_", "_"), "\\&": ("&", "&"), "\\cr": ("row", ""),
}  # fmt: skip
INVISIBLE = words(
    "\\left \\right \\mleft \\mright \\big \\Big \\bigg \\Bigg \\bigl \\bigr \\Bigl \\Bigr \\biggl "
    "\\biggr \\Biggl \\Biggr \\middle \\, \\; \\: \\! \\> \\quad \\qquad \\displaystyle "
    "\\textstyle \\limits \\nolimits \\thinspace \\enspace \\rm \\bf \\it \\Large \\large \\left. "
    "\\right. \\null \\strut \\scriptstyle \\hfill \\hspace \\medspace \\thickspace \\negthinspace "
    "\\mathstrut \\nonumber \\allowbreak \\normalsize \\Biggm \\ensuremath \\/ \\- \\@ "
    "\\mathbf \\boldsymbol \\bm \\bold \\pmb \\mathit \\mathrm \\mathsf \\mathtt \\underline "
    "\\textbf \\emph "
    "\\notag \\checkmark \\therefore"
)
TEXT_COMMANDS = (
    "text|textbf|textit|textrm|textnormal|textsf|texttt|mbox|hbox|mathrm|mathbf|mathit|mathsf|"
    "mathtt|operatorname|mathcal|mathbb|mathfrak|boldsymbol|bm|emph|textup|pmb|underline|"
    "operatorname\\*|mathop|mathbin|mathrel|bold"
)
MATRICES = words("matrix pmatrix bmatrix vmatrix Bmatrix Vmatrix smallmatrix array psmallmatrix")
AND_WORDS = frozenset({"and", "&"})
OR_WORDS = frozenset({"or"})
MULTIPLES = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9,
    "trillion": 10**12,
}  # fmt: skip
NO_UNITS = words(
    "not no wrong incorrect false invalid never maybe perhaps probably possibly likely "
    "approximately approx roughly about around nearly almost ish plus minus negative "
    "times squared cubed factorial over divided more less fewer greater than least most half "
    "halves third thirds quarter quarters fourth fourths fifth fifths tenth tenths hundredth "
    "hundredths thousandth thousandths too fails failed off crossed cancelled unless if but"
)
"""Words after a number that are no unit of it: they deny it, hedge it or reckon with it."""
