"""The pieces of composed programs in JavaScript: one template for each name.

    ELEMENTS["modulo"] == "(({x} % {a}) + {a}) % {a}"      the remainder is never negative

Placeholders are those of `part`, and {d}, which declares {o} where it is new, and {n}, the number
of the stage. JavaScript's `%` takes the sign of the dividend and its `sort` compares texts: the
templates say what is meant, the traps at the end what is easily written instead.
"""

ELEMENTS = {
    "even": "{x} % 2 === 0",
    "odd": "{x} % 2 !== 0",
    "remainder": "(({x} % {a}) + {a}) % {a} === {b}",
    "divisible": "{x} % {a} === 0",
    "above": "{x} > {a}",
    "below": "{x} < {a}",
    "between": "{a} <= {x} && {x} <= {b}",
    "digits_even": "digitSum({x}) % 2 === 0",
    "last_digit": "Math.abs({x}) % 10 > {a}",
    "and": "{p} && {q}",
    "or": "{p} || {q}",
    "neither": "!({p} || {q})",
    "affine": "{x} * {a} + {b}",
    "plus": "{x} + {a}",
    "from": "{a} - {x}",
    "square": "{x} * {x}",
    "absolute": "Math.abs({x})",
    "quotient": "Math.floor({x} / {a})",
    "modulo": "(({x} % {a}) + {a}) % {a}",
    "digit_sum": "digitSum({x})",
    "at_least": "Math.max({x}, {a})",
    "at_most": "Math.min({x}, {a})",
    "distance": "Math.abs({x} - {a})",
    "choose": "{p} ? {f} : {g}",
    "cut_quotient": "Math.trunc({x} / {a})",
    "cut_modulo": "{x} % {a}",
}
PARTS = {
    "map": "{d}{o} = {v}.map((x) => {f});",
    "keep": "{d}{o} = {v}.filter((x) => {p});",
    "drop_if": "{d}{o} = {v}.filter((x) => !{p});",
    "reverse": "{d}{o} = {v}.slice().reverse();",
    "ascending": "{d}{o} = {v}.slice().sort((x, y) => x - y);",
    "descending": "{d}{o} = {v}.slice().sort((x, y) => y - x);",
    "unique": "{d}{o} = {v}.filter((x, i, all) => all.indexOf(x) === i);",
    "repeated": "{d}{o} = {v}.filter((x, i, all) => all.indexOf(x) !== all.lastIndexOf(x));",
    "running_sum": "let total{n} = 0;\n{d}{o} = {v}.map((x) => (total{n} += x));",
    "running_max": "{d}{o} = {v}.map((x, i, all) => Math.max(...all.slice(0, i + 1)));",
    "differences": "{d}{o} = {v}.slice(1).map((x, i) => x - {v}[i]);",
    "rotate": (
        "if ({v}.length > 0) {{\n    const turn = {a} % {v}.length;\n"
        "    {v} = {v}.slice(turn).concat({v}.slice(0, turn));\n}}"
    ),
    "take": "{d}{o} = {v}.slice(0, {a});",
    "skip": "{d}{o} = {v}.slice({a});",
    "every": "{d}{o} = {v}.filter((x, i) => i % {a} === 0);",
    "weigh": "{d}{o} = {v}.map((x, i) => (i + {a}) * x);",
    "pair_sums": "{d}{o} = {v}.slice(1).map((x, i) => {v}[i] + x);",
    "mirror": "{d}{o} = {v}.concat({v}.slice().reverse());",
    "split_by": "{d}{o} = {v}.filter((x) => {p}).concat({v}.filter((x) => !{p}));",
    "until": (
        "const end{n} = {v}.findIndex((x) => {p});\n"
        "{d}{o} = end{n} < 0 ? {v} : {v}.slice(0, end{n});"
    ),
    "sum": "{d}{o} = {v}.reduce((sum, x) => sum + x, 0);",
    "largest": "{d}{o} = {v}.length > 0 ? Math.max(...{v}) : {a};",
    "smallest": "{d}{o} = {v}.length > 0 ? Math.min(...{v}) : {a};",
    "count_if": "{d}{o} = {v}.filter((x) => {p}).length;",
    "sum_if": "{d}{o} = {v}.filter((x) => {p}).reduce((sum, x) => sum + x, 0);",
    "sum_of": "{d}{o} = {v}.reduce((sum, x) => sum + {f}, 0);",
    "alternating": "{d}{o} = {v}.reduce((sum, x, i) => (i % 2 === 0 ? sum + x : sum - x), 0);",
    "spread": "{d}{o} = {v}.length > 0 ? Math.max(...{v}) - Math.min(...{v}) : 0;",
    "distinct": "{d}{o} = new Set({v}).size;",
    "longest_run": (
        "let best{n} = 0;\nlet run{n} = 0;\nfor (let i = 0; i < {v}.length; i++) {{\n"
        "    run{n} = i > 0 && {v}[i] === {v}[i - 1] ? run{n} + 1 : 1;\n"
        "    best{n} = Math.max(best{n}, run{n});\n}}\n{d}{o} = best{n};"
    ),
    "streak": (
        "let best{n} = 0;\nlet run{n} = 0;\nfor (const x of {v}) {{\n"
        "    run{n} = {p} ? run{n} + 1 : 0;\n    best{n} = Math.max(best{n}, run{n});\n}}\n"
        "{d}{o} = best{n};"
    ),
    "roll": "{d}{o} = {v}.reduce((sum, x) => (((sum * {a} + x) % {b}) + {b}) % {b}, 0);",
    "place_of_largest": "{d}{o} = {v}.length > 0 ? {v}.indexOf(Math.max(...{v})) : -1;",
    "rises": "{d}{o} = {v}.filter((x, i, all) => i > 0 && x > all[i - 1] + {a}).length;",
    "any": "{d}{o} = {v}.some((x) => {p});",
    "all": "{d}{o} = {v}.every((x) => {p});",
    "rising": "{d}{o} = {v}.every((x, i, all) => i === 0 || all[i - 1] <= x);",
    "apply": "{d}{o} = ((x) => {f})({v});",
    "gcd": (
        "let left{n} = Math.abs({v});\nlet right{n} = {a};\nwhile (right{n} !== 0) {{\n"
        "    [left{n}, right{n}] = [right{n}, left{n} % right{n}];\n}}\n{d}{o} = left{n};"
    ),
    "digits": "{d}{o} = String(Math.abs({v})).split('').map(Number);",
    "multiples": "{d}{o} = Array.from({{ length: {a} }}, (_, i) => {v} * (i + 1));",
    "count_up": "{d}{o} = Array.from({{ length: (Math.abs({v}) % {a}) + 1 }}, (_, i) => i);",
    "text_order": "{d}{o} = {v}.slice().sort();",
}
HELPERS = {
    "digitSum": (
        "function digitSum(x) {\n    return String(Math.abs(x)).split('')"
        ".reduce((sum, d) => sum + Number(d), 0);\n}"
    )
}
DECLARE = {"ints": "let ", "int": "let ", "bool": "let "}
