"""The pieces of composed programs in C17: one template for each name.

    ELEMENTS["quotient"] == "floorDiv({x}, {a})"      rounded down, where `/` rounds towards zero

The list that a program works on is the local array `list` of `size` numbers, a number is `number`,
a truth `answer`; {n} is the number of the stage, and the rest of the placeholders those of `part`.
"""

from assay.generators.code.languages import cpp

ROOM = 1_024
ELEMENTS = cpp.ELEMENTS | {
    "last_digit": "llabs({x}) % 10 > {a}",
    "absolute": "llabs({x})",
    "at_least": "larger({x}, {a})",
    "at_most": "smaller({x}, {a})",
    "distance": "llabs({x} - {a})",
}


def _each(body: str, start: str = "0") -> str:
    return (
        f"for (int i = {start}; i < size; i++) {{{{\n"
        f"    const long long x = list[i];\n    {body}\n}}}}"
    )


def _filter(test: str) -> str:
    loop = _each(f"if ({test}) {{{{\n        list[kept{{n}}++] = x;\n    }}}}")
    return f"int kept{{n}} = 0;\n{loop}\nsize = kept{{n}};"


def _fold(body: str, start: str = "0", name: str = "total{n}", first: str = "0") -> str:
    return f"long long total{{n}} = {start};\n{_each(body, first)}\nnumber = {name};"


_COPY = "long long copy{n}[sizeof list / sizeof *list];\nmemcpy(copy{n}, list, sizeof list);\n"
_TURN = (
    "for (int i = 0; i < size / 2; i++) {{\n    const long long x = list[i];\n"
    "    list[i] = list[size - 1 - i];\n    list[size - 1 - i] = x;\n}}"
)
_RUN = "long long run{n} = 0;\n"
PARTS = {
    "map": _each("list[i] = {f};"),
    "keep": _filter("{p}"),
    "drop_if": _filter("!{p}"),
    "reverse": _TURN,
    "ascending": "sortNumbers(list, size);",
    "descending": f"sortNumbers(list, size);\n{_TURN}",
    "unique": _filter("countOf(list, kept{n}, x) == 0"),
    "repeated": _COPY + _filter("countOf(copy{n}, size, x) > 1"),
    "running_sum": "for (int i = 1; i < size; i++) {{\n    list[i] += list[i - 1];\n}}",
    "running_max": (
        "for (int i = 1; i < size; i++) {{\n    list[i] = larger(list[i], list[i - 1]);\n}}"
    ),
    "differences": (
        "for (int i = 0; i + 1 < size; i++) {{\n    list[i] = list[i + 1] - list[i];\n}}\n"
        "size -= size > 0;"
    ),
    "rotate": _COPY
    + "for (int i = 0; i < size; i++) {{\n    list[i] = copy{n}[(i + {a}) % size];\n}}",
    "take": "if (size > {a}) {{\n    size = {a};\n}}",
    "skip": _filter("i >= {a}"),
    "every": _filter("i % {a} == 0"),
    "weigh": "for (int i = 0; i < size; i++) {{\n    list[i] *= i + {a};\n}}",
    "pair_sums": (
        "for (int i = 0; i + 1 < size; i++) {{\n    list[i] += list[i + 1];\n}}\nsize -= size > 0;"
    ),
    "mirror": (
        "for (int i = 0; i < size; i++) {{\n    list[2 * size - 1 - i] = list[i];\n}}\nsize *= 2;"
    ),
    "split_by": (
        f"{_COPY}int put{{n}} = 0;\n"
        "for (int i = 0; i < size; i++) {{\n    const long long x = copy{n}[i];\n"
        "    if ({p}) {{\n        list[put{n}++] = x;\n    }}\n}}\n"
        "for (int i = 0; i < size; i++) {{\n    const long long x = copy{n}[i];\n"
        "    if (!{p}) {{\n        list[put{n}++] = x;\n    }}\n}}"
    ),
    "until": _each("if ({p}) {{\n        size = i;\n    }}"),
    "sum": _fold("total{n} += x;"),
    "largest": _fold("total{n} = larger(total{n}, x);", "size > 0 ? list[0] : {a}"),
    "smallest": _fold("total{n} = smaller(total{n}, x);", "size > 0 ? list[0] : {a}"),
    "count_if": _fold("total{n} += {p};"),
    "sum_if": _fold("total{n} += {p} ? x : 0;"),
    "sum_of": _fold("total{n} += {f};"),
    "alternating": _fold("total{n} += i % 2 == 0 ? x : -x;"),
    "spread": ("sortNumbers(list, size);\nnumber = size > 0 ? list[size - 1] - list[0] : 0;"),
    "distinct": _fold("total{n} += countOf(list, i, x) == 0;"),
    "longest_run": _RUN
    + _fold(
        "run{n} = i > 0 && list[i - 1] == x ? run{n} + 1 : 1;\n"
        "    total{n} = larger(total{n}, run{n});"
    ),
    "streak": _RUN
    + _fold("run{n} = {p} ? run{n} + 1 : 0;\n    total{n} = larger(total{n}, run{n});"),
    "roll": _fold("total{n} = floorMod(total{n} * {a} + x, {b});"),
    "place_of_largest": _fold(
        "if (total{n} < 0 || x > list[total{n}]) {{\n        total{n} = i;\n    }}", "-1"
    ),
    "rises": _fold("total{n} += x > list[i - 1] + {a};", first="1"),
    "any": "answer = false;\n" + _each("answer = answer || {p};"),
    "all": "answer = true;\n" + _each("answer = answer && {p};"),
    "rising": "answer = true;\n" + _each("answer = answer && list[i - 1] <= x;", "1"),
    "apply": "{{\n    const long long x = number;\n    number = {f};\n}}",
    "gcd": (
        "number = llabs(number);\nfor (long long rest = {a}; rest != 0;) {{\n"
        "    const long long left = number % rest;\n    number = rest;\n    rest = left;\n}}"
    ),
    "digits": (
        "size = 0;\nlong long left{n} = llabs(number);\ndo {{\n    list[size++] = left{n} % 10;\n"
        f"    left{{n}} /= 10;\n}}}} while (left{{n}} > 0);\n{_TURN}"
    ),
    "multiples": (
        "size = 0;\nfor (int i = 1; i <= {a}; i++) {{\n    list[size++] = number * i;\n}}"
    ),
    "count_up": (
        "size = 0;\nfor (int i = 0; i <= llabs(number) % {a}; i++) {{\n    list[size++] = i;\n}}"
    ),
}
HELPERS = {
    "floorDiv": (
        "static long long floorDiv(long long x, long long y) {\n"
        "    return x / y - (x % y < 0 ? 1 : 0);\n}"
    ),
    "floorMod": (
        "static long long floorMod(long long x, long long y) {\n    return (x % y + y) % y;\n}"
    ),
    "digitSum": (
        "static long long digitSum(long long x) {\n    long long sum = 0;\n"
        "    for (x = llabs(x); x > 0; x /= 10) {\n        sum += x % 10;\n    }\n"
        "    return sum;\n}"
    ),
    "larger": "static long long larger(long long x, long long y) {\n    return x > y ? x : y;\n}",
    "smaller": "static long long smaller(long long x, long long y) {\n    return x < y ? x : y;\n}",
    "countOf": (
        "static int countOf(const long long *list, int size, long long wanted) {\n"
        "    int count = 0;\n    for (int i = 0; i < size; i++) {\n"
        "        count += list[i] == wanted;\n    }\n    return count;\n}"
    ),
    "sortNumbers": (
        "static int order(const void *one, const void *other) {\n"
        "    const long long a = *(const long long *)one, b = *(const long long *)other;\n"
        "    return (a > b) - (a < b);\n}\n\n"
        "static void sortNumbers(long long *list, int size) {\n"
        "    qsort(list, (size_t)size, sizeof *list, order);\n}"
    ),
}
TYPES = {"int": "long long", "bool": "bool", "ints": "int"}


def head(takes: str, gives: str, second: bool) -> str:
    """The signature: a list comes with its length; one that is given back goes to `out`."""
    first = "const long long *values, int count" if takes == "ints" else "long long number"
    out = ", long long *out" if gives == "ints" else ""
    return f"{TYPES[gives]} solve({first}{', long long k' * second}{out})"


def whole(signature: str, takes: str, kinds: set[str], gives: str, body: list[str]) -> str:
    """The function around its stages: what it declares first, and what it returns."""
    lines = []
    if "ints" in kinds:
        lines.append(f"long long list[{ROOM}];\nint size = 0;")
    if takes == "ints":
        lines.append("for (int i = 0; i < count; i++) {\n    list[size++] = values[i];\n}")
    if "int" in kinds and takes != "int":
        lines.append("long long number = 0;")
    if "bool" in kinds:
        lines.append("bool answer = false;")
    last = {"int": "return number;", "bool": "return answer;"}
    copy = "memcpy(out, list, (size_t)size * sizeof *list);\nreturn size;"
    lines += [*body, last.get(gives, copy)]
    inner = "\n".join(f"    {line}" for text in lines for line in text.split("\n"))
    text = f"{signature} {{\n{inner}\n}}"
    used = [helper for name, helper in HELPERS.items() if f"{name}(" in text]
    return "\n\n".join([*used, text])
