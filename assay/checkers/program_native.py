"""A C or C++ function between headers and a `main` that calls it: made here, on the host.

    native_program("cpp", "solve", {"takes": ["ints"], "gives": "int"}, source)
    native_stdin(([4, -1],)) == "2 4 -1\\n"

The arguments come as whole numbers on standard input (a list is its length and its items, a text
its length and its bytes); `main` prints the value as JSON. The types are those of the generators:
ints, int, text, words, bool. In C a list or text that is given back is written to a last argument
`out`, and the function returns its length.
"""

from collections.abc import Mapping, Sequence
from typing import Any

MOST_OUT = 100_000
HEADERS = {
    "cpp": (
        *("algorithm", "array", "cctype", "climits", "cmath", "cstdint", "cstdio", "cstdlib"),
        *("cstring", "deque", "functional", "iterator", "limits", "map", "numeric", "set"),
        *("sstream", "string", "tuple", "unordered_map", "unordered_set", "utility", "vector"),
    ),
    "c": (
        *("ctype.h", "limits.h", "math.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h"),
        *("stdlib.h", "string.h"),
    ),
}
CPP_TYPES = {
    "ints": "std::vector<long long>",
    "int": "long long",
    "text": "std::string",
    "words": "std::vector<std::string>",
    "bool": "bool",
}
CPP = r"""
namespace assay_main {
void read(long long &value) { if (std::scanf("%lld", &value) != 1) std::exit(90); }
void read(bool &value) { long long one = 0; read(one); value = one != 0; }
void read(std::string &value) {
    long long size = 0, letter = 0;
    for (read(size); size > 0; size--) { read(letter); value += static_cast<char>(letter); }
}
template <class T> void read(std::vector<T> &value) {
    long long size = 0;
    for (read(size); size > 0; size--) { T item{}; read(item); value.push_back(item); }
}
void print(long long value) { std::printf("%lld", value); }
void print(bool value) { std::printf(value ? "true" : "false"); }
void print(const std::string &value) {
    std::printf("\"");
    for (unsigned char letter : value) std::printf("\\u%04x", letter);
    std::printf("\"");
}
template <class T> void print(const std::vector<T> &value) {
    std::printf("[");
    for (std::size_t i = 0; i < value.size(); i++) {
        if (i > 0) std::printf(",");
        print(value[i]);
    }
    std::printf("]");
}
}
"""
C = r"""
static long long assay_int(void) {
    long long value = 0;
    if (scanf("%lld", &value) != 1) exit(90);
    return value;
}
static long long *assay_ints(int *size) {
    *size = (int)assay_int();
    long long *values = calloc((size_t)*size + 1, sizeof *values);
    for (int i = 0; i < *size; i++) values[i] = assay_int();
    return values;
}
static char *assay_text(void) {
    int size = (int)assay_int();
    char *text = calloc((size_t)size + 1, 1);
    for (int i = 0; i < size; i++) text[i] = (char)assay_int();
    return text;
}
"""


def native_stdin(args: Sequence[Any]) -> str:
    """The arguments as whole numbers, separated by spaces."""
    return " ".join(word for value in args for word in _numbers(value)) + "\n"


def _numbers(value: Any) -> list[str]:
    if isinstance(value, str):
        letters = value.encode()
        return [str(len(letters)), *map(str, letters)]
    if isinstance(value, list | tuple):
        return [str(len(value)), *(word for item in value for word in _numbers(item))]
    return [str(int(value))]


def native_program(lang: str, entry: str, types: Mapping[str, Any], source: str) -> str:
    """Headers, the candidate's source, and `main`.

    What C cannot take, lists of words, is refused with a ValueError.
    """
    headers = "".join(f"#include <{name}>\n" for name in HEADERS[lang])
    main = _cpp_main(entry, types) if lang == "cpp" else _c_main(entry, types)
    return f'{headers}#line 1\n{source}\n#line 1 "main"\n{main}'


def choice_program(
    entry: str, types: Mapping[str, Any], sources: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    """Several C++ functions as one that takes the number of the one to call, and its types.

    For our own sources only: the headers, which take most of a compiler's time, are read once.
    """
    kinds = [CPP_TYPES[kind] for kind in types["takes"]]
    takes = ", ".join(["long long which", *(f"{kind} a{at}" for at, kind in enumerate(kinds))])
    given = ", ".join(f"a{at}" for at in range(len(kinds)))
    spaces = "".join(f"namespace n{at} {{\n{text}\n}}\n" for at, text in enumerate(sources))
    cases = " ".join(f"case {at}: return n{at}::{entry}({given});" for at in range(len(sources)))
    body = f"switch (which) {{ {cases} default: std::exit(91); }}"
    text = f"{spaces}{CPP_TYPES[types['gives']]} {entry}({takes}) {{ {body} }}\n"
    return text, {**types, "takes": ["int", *types["takes"]]}


def _cpp_main(entry: str, types: Mapping[str, Any]) -> str:
    lines = []
    for at, kind in enumerate(types["takes"]):
        lines.append(f"{CPP_TYPES[kind]} a{at}{{}}; assay_main::read(a{at});")
    given = ", ".join(f"a{at}" for at in range(len(types["takes"])))
    lines.append(f"const {CPP_TYPES[types['gives']]} value = {entry}({given});")
    return f"{CPP}int main() {{ {' '.join(lines)} assay_main::print(value); return 0; }}\n"


def _c_main(entry: str, types: Mapping[str, Any]) -> str:
    lines, given = [], []
    for at, kind in enumerate(types["takes"]):
        if kind == "ints":
            lines.append(f"int n{at} = 0; const long long *a{at} = assay_ints(&n{at});")
            given += [f"a{at}", f"n{at}"]
        elif kind == "int":
            lines.append(f"const long long a{at} = assay_int();")
            given.append(f"a{at}")
        elif kind == "text":
            lines.append(f"const char *a{at} = assay_text();")
            given.append(f"a{at}")
        else:
            raise ValueError(f"a C function cannot take {kind!r}")
    call = ", ".join(given)
    return f"{C}int main(void) {{ {' '.join(lines)} {_c_call(entry, call, types['gives'])} }}\n"


def _c_call(entry: str, call: str, gives: str) -> str:
    if gives == "int":
        return f'printf("%lld", (long long){entry}({call})); return 0;'
    if gives == "bool":
        return f'printf({entry}({call}) ? "true" : "false"); return 0;'
    if gives != "ints":
        raise ValueError(f"a C function cannot give {gives!r}")
    return (
        f"long long *out = calloc({MOST_OUT}, sizeof *out); "
        f"int size = {entry}({call}, out); "
        'printf("["); for (int i = 0; i < size; i++) '
        'printf(i ? ",%lld" : "%lld", out[i]); printf("]"); return 0;'
    )
