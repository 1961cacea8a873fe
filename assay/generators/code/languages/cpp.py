"""The pieces of composed programs in C++20: one template for each name.

    ELEMENTS["quotient"] == "floorDiv({x}, {a})"      rounded down, where `/` rounds towards zero

Placeholders are those of `part`, and {d}, which declares {o} where it is new, and {n}, the number
of the stage. Numbers are `long long`, lists `std::vector<long long>` and passed by value.
"""

ALL = "{v}.begin(), {v}.end()"
TAKES_X = "[&](long long x) {{ return "
ELEMENTS = {
    "even": "{x} % 2 == 0",
    "odd": "{x} % 2 != 0",
    "remainder": "floorMod({x}, {a}) == {b}",
    "divisible": "{x} % {a} == 0",
    "above": "{x} > {a}",
    "below": "{x} < {a}",
    "between": "{a} <= {x} && {x} <= {b}",
    "digits_even": "digitSum({x}) % 2 == 0",
    "last_digit": "std::abs({x}) % 10 > {a}",
    "and": "{p} && {q}",
    "or": "{p} || {q}",
    "neither": "!({p} || {q})",
    "affine": "{x} * {a} + {b}",
    "plus": "{x} + {a}",
    "from": "{a} - {x}",
    "square": "{x} * {x}",
    "absolute": "std::abs({x})",
    "quotient": "floorDiv({x}, {a})",
    "modulo": "floorMod({x}, {a})",
    "digit_sum": "digitSum({x})",
    "at_least": "std::max<long long>({x}, {a})",
    "at_most": "std::min<long long>({x}, {a})",
    "distance": "std::abs({x} - {a})",
    "choose": "{p} ? {f} : {g}",
    "cut_quotient": "{x} / {a}",
    "cut_modulo": "{x} % {a}",
}


def _loop(body: str, start: str = "long long total{n} = 0;", result: str = "total{n}") -> str:
    return f"{start}\nfor (long long x : {{v}}) {{{{\n    {body}\n}}}}\n{{d}}{{o}} = {result};"


def _list(name: str, loop: str) -> str:
    return f"std::vector<long long> {name}{{n}};\n{loop}\n{{d}}{{o}} = {name}{{n}};"


PARTS = {
    "map": "for (long long& x : {v}) {{\n    x = {f};\n}}",
    "keep": "std::erase_if({v}, " + TAKES_X + "!{p}; }});",
    "drop_if": "std::erase_if({v}, " + TAKES_X + "{p}; }});",
    "reverse": f"std::reverse({ALL});",
    "ascending": f"std::sort({ALL});",
    "descending": "std::sort({v}.rbegin(), {v}.rend());",
    "unique": _list(
        "seen",
        "for (long long x : {v}) {{\n    if (std::find(seen{n}.begin(), seen{n}.end(), x) == "
        "seen{n}.end()) {{\n        seen{n}.push_back(x);\n    }}\n}}",
    ),
    "repeated": _list(
        "often",
        f"for (long long x : {{v}}) {{{{\n    if (std::count({ALL}, x) > 1) {{{{\n"
        "        often{n}.push_back(x);\n    }}\n}}",
    ),
    "running_sum": f"std::partial_sum({ALL}, {{v}}.begin());",
    "running_max": (
        "for (std::size_t i = 1; i < {v}.size(); i++) {{\n"
        "    {v}[i] = std::max({v}[i], {v}[i - 1]);\n}}"
    ),
    "differences": (
        "if (!{v}.empty()) {{\n"
        f"    std::adjacent_difference({ALL}, {{v}}.begin());\n"
        "    {v}.erase({v}.begin());\n}}"
    ),
    "rotate": (
        "if (!{v}.empty()) {{\n    const long long turn = {a} % std::ssize({v});\n"
        "    std::rotate({v}.begin(), {v}.begin() + turn, {v}.end());\n}}"
    ),
    "take": "if (std::ssize({v}) > {a}) {{\n    {v}.resize({a});\n}}",
    "skip": "{v}.erase({v}.begin(), {v}.begin() + std::min<long long>({a}, std::ssize({v})));",
    "every": _list(
        "kept",
        "for (std::size_t i = 0; i < {v}.size(); i += {a}) {{\n    kept{n}.push_back({v}[i]);\n}}",
    ),
    "weigh": "for (long long i = 0; i < std::ssize({v}); i++) {{\n    {v}[i] *= i + {a};\n}}",
    "pair_sums": (
        "for (std::size_t i = 0; i + 1 < {v}.size(); i++) {{\n    {v}[i] += {v}[i + 1];\n}}\n"
        "if (!{v}.empty()) {{\n    {v}.pop_back();\n}}"
    ),
    "mirror": (
        "const std::vector<long long> back{n}({v}.rbegin(), {v}.rend());\n"
        "{v}.insert({v}.end(), back{n}.begin(), back{n}.end());"
    ),
    "split_by": f"std::stable_partition({ALL}, {TAKES_X}{{p}}; }}}});",
    "until": f"{{v}}.erase(std::find_if({ALL}, {TAKES_X}{{p}}; }}}}), {{v}}.end());",
    "sum": f"{{d}}{{o}} = std::accumulate({ALL}, 0LL);",
    "largest": f"{{d}}{{o}} = {{v}}.empty() ? {{a}} : *std::max_element({ALL});",
    "smallest": f"{{d}}{{o}} = {{v}}.empty() ? {{a}} : *std::min_element({ALL});",
    "count_if": f"{{d}}{{o}} = std::count_if({ALL}, {TAKES_X}{{p}}; }}}});",
    "sum_if": _loop("if ({p}) {{\n        total{n} += x;\n    }}"),
    "sum_of": _loop("total{n} += {f};"),
    "alternating": (
        "long long total{n} = 0;\nfor (std::size_t i = 0; i < {v}.size(); i++) {{\n"
        "    total{n} += i % 2 == 0 ? {v}[i] : -{v}[i];\n}}\n{d}{o} = total{n};"
    ),
    "spread": (
        f"{{d}}{{o}} = {{v}}.empty() ? 0 : *std::max_element({ALL}) - *std::min_element({ALL});"
    ),
    "distinct": f"{{d}}{{o}} = std::ssize(std::set<long long>({ALL}));",
    "longest_run": (
        "long long best{n} = 0;\nlong long run{n} = 0;\n"
        "for (std::size_t i = 0; i < {v}.size(); i++) {{\n"
        "    run{n} = i > 0 && {v}[i] == {v}[i - 1] ? run{n} + 1 : 1;\n"
        "    best{n} = std::max(best{n}, run{n});\n}}\n{d}{o} = best{n};"
    ),
    "streak": _loop(
        "run{n} = {p} ? run{n} + 1 : 0;\n    best{n} = std::max(best{n}, run{n});",
        "long long best{n} = 0;\nlong long run{n} = 0;",
        "best{n}",
    ),
    "roll": _loop("total{n} = floorMod(total{n} * {a} + x, {b});"),
    "place_of_largest": (
        f"{{d}}{{o}} = {{v}}.empty() ? -1 : std::max_element({ALL}) - {{v}}.begin();"
    ),
    "rises": (
        "long long count{n} = 0;\nfor (std::size_t i = 1; i < {v}.size(); i++) {{\n"
        "    if ({v}[i] > {v}[i - 1] + {a}) {{\n        count{n}++;\n    }}\n}}\n"
        "{d}{o} = count{n};"
    ),
    "any": f"{{d}}{{o}} = std::any_of({ALL}, {TAKES_X}{{p}}; }}}});",
    "all": f"{{d}}{{o}} = std::all_of({ALL}, {TAKES_X}{{p}}; }}}});",
    "rising": f"{{d}}{{o}} = std::is_sorted({ALL});",
    "apply": "{d}{o} = " + TAKES_X + "{f}; }}({v});",
    "gcd": "{d}{o} = std::gcd<long long, long long>({v}, {a});",
    "digits": _list(
        "digits",
        "for (char c : std::to_string(std::abs({v}))) {{\n    digits{n}.push_back(c - '0');\n}}",
    ),
    "multiples": _list(
        "products",
        "for (long long i = 1; i <= {a}; i++) {{\n    products{n}.push_back({v} * i);\n}}",
    ),
    "count_up": _list(
        "counted",
        "for (long long i = 0; i <= std::abs({v}) % {a}; i++) {{\n    counted{n}.push_back(i);\n}}",
    ),
}
HELPERS = {
    "floorDiv": (
        "long long floorDiv(long long x, long long y) {\n    return x / y - (x % y < 0 ? 1 : 0);\n}"
    ),
    "floorMod": ("long long floorMod(long long x, long long y) {\n    return (x % y + y) % y;\n}"),
    "digitSum": (
        "long long digitSum(long long x) {\n    long long sum = 0;\n"
        "    for (x = std::abs(x); x > 0; x /= 10) {\n        sum += x % 10;\n    }\n"
        "    return sum;\n}"
    ),
}
TYPES = {"ints": "std::vector<long long>", "int": "long long", "bool": "bool"}
DECLARE = {kind: f"{name} " for kind, name in TYPES.items()}
HEADERS = ("algorithm", "cstdlib", "iterator", "numeric", "set", "string", "vector")
