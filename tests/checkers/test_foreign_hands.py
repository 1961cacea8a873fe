"""Steps of writers who never saw the labeller: `wrong` is never said of a step that is not, and
most steps are decided."""

from random import Random
from typing import Any

import pytest
from foreign_hands import HANDS, hands, measured_hands, task_named

from assay.checkers.prose import context, solution
from assay.checkers.prose.solution import label_solution
from assay.checkers.prose.stepping import judge_step

OPEN = frozenset({"hand-1", "hand-2"})  # what the labeller was mended for; the others came after
slow = pytest.mark.slow
FAST = frozenset({"hand-1", "hand-9", "hand-14", "hand-21"})
WITH_TASKS = frozenset({"hand-1", "hand-13", "hand-21"})
SPOKEN = "hand-14"  # a child's words: little of them is read
every_hand = pytest.mark.parametrize(
    ("part", "with_task"),
    [
        *(pytest.param(part, False, marks=() if part in FAST else slow) for part in HANDS),
        *(pytest.param(part, True, marks=slow) for part in HANDS if part in WITH_TASKS),
    ],
)


@every_hand
def test_a_step_called_wrong_is_wrong(part: str, with_task: bool) -> None:
    found = measured_hands(part, with_task)
    assert found.false_alarms == []
    assert found.both_wrong >= (15 if part in OPEN else 2 if part == SPOKEN else 9)


@every_hand
def test_most_steps_are_decided(part: str, with_task: bool) -> None:
    found = measured_hands(part, with_task)
    assert found.decided >= FLOORS[part][with_task]
    assert found.missed / found.said_correct <= MISSED.get(part, 0.1)


# the share of `correct` steps that the writer calls wrong: a tenth, less on those that were mended
# for first, more on twenty-four that do much true arithmetic on the wrong thing
MISSED = {
    "hand-1": 0.05,
    "hand-2": 0.05,
    "hand-14": 0.11,
    "hand-16": 0.12,
    "hand-18": 0.12,
    "hand-22": 0.12,
    "hand-26": 0.12,
    "hand-30": 0.12,
    "hand-32": 0.12,
    "hand-33": 0.12,
    "hand-34": 0.12,
    "hand-35": 0.12,
    "hand-37": 0.13,
    "hand-38": 0.12,
    "hand-39": 0.12,
    "hand-40": 0.15,
    "hand-41": 0.12,
    "hand-42": 0.13,
    "hand-45": 0.13,
    "hand-47": 0.13,
    "hand-48": 0.12,
    "hand-50": 0.12,
    "hand-51": 0.11,
    "hand-52": 0.13,
    "hand-54": 0.12,
    "hand-55": 0.11,
}

# the share of decided steps, without the task beside and with it: a little less than was measured
FLOORS = {
    "hand-1": (0.73, 0.73),
    "hand-2": (0.73, 0.73),
    "hand-3": (0.72, 0.72),
    "hand-4": (0.81, 0.81),
    "hand-5": (0.75, 0.76),
    "hand-6": (0.73, 0.73),
    "hand-7": (0.70, 0.70),
    "hand-8": (0.72, 0.72),
    "hand-9": (0.74, 0.74),
    "hand-10": (0.73, 0.73),
    "hand-11": (0.71, 0.71),
    "hand-12": (0.67, 0.67),
    "hand-13": (0.72, 0.72),
    "hand-14": (0.53, 0.53),
    "hand-15": (0.69, 0.69),
    "hand-16": (0.66, 0.66),
    "hand-17": (0.75, 0.75),
    "hand-18": (0.72, 0.72),
    "hand-19": (0.75, 0.75),
    "hand-20": (0.71, 0.71),
    "hand-21": (0.74, 0.74),
    "hand-22": (0.69, 0.69),
    "hand-23": (0.79, 0.81),
    "hand-24": (0.70, 0.70),
    "hand-25": (0.74, 0.74),
    "hand-26": (0.73, 0.73),
    "hand-27": (0.71, 0.71),
    "hand-28": (0.72, 0.72),
    "hand-29": (0.76, 0.76),
    "hand-30": (0.56, 0.56),
    "hand-31": (0.77, 0.78),
    "hand-32": (0.64, 0.65),
    "hand-33": (0.67, 0.67),
    "hand-34": (0.73, 0.73),
    "hand-35": (0.64, 0.64),
    "hand-36": (0.67, 0.68),
    "hand-37": (0.84, 0.85),
    "hand-38": (0.65, 0.65),
    "hand-39": (0.74, 0.74),
    "hand-40": (0.62, 0.62),
    "hand-41": (0.73, 0.73),
    "hand-42": (0.65, 0.65),
    "hand-43": (0.67, 0.67),
    "hand-44": (0.66, 0.66),
    "hand-45": (0.73, 0.73),
    "hand-46": (0.78, 0.78),
    "hand-47": (0.67, 0.67),
    "hand-48": (0.67, 0.68),
    "hand-49": (0.72, 0.72),
    "hand-50": (0.81, 0.81),
    "hand-51": (0.65, 0.65),
    "hand-52": (0.68, 0.68),
    "hand-53": (0.71, 0.72),
    "hand-54": (0.66, 0.66),
    "hand-55": (0.67, 0.67),
    "hand-56": (0.74, 0.75),
    "hand-57": (0.63, 0.63),
}


def test_a_task_is_drawn_as_its_problem_stands() -> None:
    drawn = [(row, task_named(row)) for row in hands() if "task" in row]
    assert len(drawn) == 2290
    assert all(task is not None and task.answer.value == row["gold"] for row, task in drawn)


def test_pieces_of_solutions_in_any_order_are_labelled() -> None:
    """Steps of two solutions, shuffled, cut and doubled, with either gold or none."""
    rng, rows = Random(1), hands()
    for _ in range(300):
        row, other = rng.choice(rows), rng.choice(rows)
        steps = rng.choices(row["steps"] + other["steps"], k=rng.randrange(1, 9))
        gold = rng.choice((row["gold"], other["gold"], ""))
        assert len(label_solution(row["problem"], gold, steps).labels) == len(steps)


def test_functions_inside_themselves_are_put_in_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a small model wrote of a series; without a bound it was put in for minutes."""
    count, put_in = 0, context.replaced

    def counted(*given: Any) -> Any:
        nonlocal count
        count += 1
        assert count < 5_000
        return put_in(*given)

    monkeypatch.setattr(context, "replaced", counted)
    steps = [
        "The sequence is a(n) = a(n-1) + a(n-2).",
        "a(2) = a(1) + a(2), or a(2) = a(1 + a(2)).",
    ]
    task = "Find a_8 of the arithmetic sequence a(1), a(2), ... with a(2) = 9 and a(4) = 19."
    assert len(label_solution(task, "39", [*steps, "a(2) = 2a(1) = 2a(1) * 2 = 4a"]).labels) == 3


MEANT = [
    ("Solve 2x^2 - 4x - 6 = 0.", "{-1, 3}", ["Halve it: b^2 - 4ac = 4 + 12 = 16", "x = 1 or 3"]),
    ("How many zeros has 30! in base 22?", "2",
     ["$22=2\\cdot 11$, so the answer is the exponent of $11$ in $30!$.", "It is 3."]),
    ("What share is it?", "55%", ["That is 90/2 = 45 percent, between 10 and 80.", "So 45%."]),
    ("Find the vertex of y = 2x^2 - 12x + 7.", "(3, -11)",
     ["x of the vertex is -b/(2a), with a = 2 and b = -12", "= -12/4 = -3",
      "y = 2*9 + 12*3 + 7 = 61"]),
    ("Solve 2sin(x)^2 = sin(x).", "{0, pi/6, pi}", ["sinx(2sinx - 1) = 0", "it happens once"]),
    ("Simplify it.", "x + 3", ["It is undefined at \\(x = 3\\), so \\(x \\ne 3\\).", "x - 3"]),
    ("What is the range?", "[1, 5]", ["Both happen: x = pi/2 gives 1, x = -pi/2 gives 5."]),
    ("Which order?", "7", ["start at 1: 1>5>9>2>3>12", "4 stays"]),
    ("Solve 2cos(2x) = sqrt(3) in [0, pi].", "{pi/12, 11*pi/12}", ["cos2x = sqrt3/2", "x = pi/12"]),
    ("How many cm^2?", "10000", ["1 m**2 == 100**2 cm**2 == 10_000 cm**2"]),
    ("The volume?", "65", ["volume = 4**3 == 64 cm**3", "so 66"]),
    ("How many m^2?", "15", ["1 m² = 100 × 100 cm² = 10 000 cm²", "0.3"]),
    ("Write 675 in base 8.", "1243", ["**Chain**\n- $675 = 84\\cdot 8 + 3$\n- so on"]),
    ("Solve 3(2x - 5) - 4(x + 1) = 7.", "13", ["6x - 4x - 15 + 4 = 2x - 11", "So 2x = 18."]),
    ("The remainder of 3^64 by 913?", "796", ["$3^8=6561-7\\cdot913=170$"]),
    ("Find 32 * 9.", "288", ["32*9: times 8 is 256, times 1 is 32; sum 288."]),
    ("When does it end?", "10:35", ["\\(8{:}50+1{:}45=10{:}35\\)"]),
    ("Solve it.", "[-7, -3)", ["right of $-3$ quotient $>0$."]),
    ("Find sin t.", "3/5", ["$\\tan t=\\frac34$ is the 3-4-5 triangle."]),
    ("An eigenvector of [[381,-132],[1122,-389]].", "(1, 3)", ["A(1,3) = (381 - 396, -45)"]),
    ("What is C(7, 3)?", "35", ["Hmm, with 3*2 = 5 that's... 210/5 = 42.", "So C(7,3) = 42."]),
    ("Let y = 3x^2 - x. Find y'(2).", "11", ["y' = 6x - 1", "y'(2) = 12 - 1 = 11"]),
    ("Find |v| for v = (3, 4).", "5", ["|v|^2 = 9 + 16 = 25", "|v| = 5"]),
    ("What is 13 - 25?", "-12", ["13 - 25 = 12... no wait, -12.", "The answer is -12."]),
    ("Find the angle.", "pi/6", ["x = pi/6, that is 30 degrees"]),
    ("How many kg are 6 bags of 250 g?", "1.5", ["$6 \\times 250 = 1500\\,g = 1.5\\,kg$"]),
    ("Find (h, k).", "(37/46, -93/46)", ["(5-h)^2+(-6-k)^2=(4-h)^2+k^2"]),
    ("r and s are the roots of x^2 - 5x + 3.", "5/3", ["1/r + 1/s = (r + s)/(rs) = 5/3"]),
    ("Legs a, b: a + b = 17.", "12", ["a^2 - 17a + 60 = 0", "a = 5 or a = 12", "12"]),
    ("x costs 3 each.", "3", ["x(5) = 15", "x(4) = 12", "3"]),
    ("Find D(2).", "20", ["D(t) = 5t^2", "D(2) = 5*4 = 20", "D(3) = 45"]),
    ("How old is Emeka?", "15", ["Let Emeka be $e$.", "9e + 23 + 6 = 164", "9e = 135", "e = 15"]),
    ("Row-reduce it.", "2", ["[[1,2],[3,4]] = [[1,2],[0,-2]]", "2"]),
    ("Sum the squares.", "30", ["1 + 4 = 5, plus 9 is 14, plus 16 is 30"]),
    ("Pens.", "12", ["3 pens at 2, plus 6 is 12"]),
    ("Find P(A').", "0.7", ["P(A') = 1 - 0.3 = 0.7"]),
    ("Reduce 7A^2.", "0", ["As A is a multiple of 8, 7A^2 is a multiple of 7*64"]),
    ("Find gcd(252, 198).", "18", ["The last remainder gives \\(\\gcd(252,198)=18\\)."]),
    ("48^n mod 94?", "48", ["48² = 2304 and 24 × 94 = 2256, so 48² leaves 48."]),
    ("Last digits?", "3", ["The last digits of 7, 7², 7³, 7⁴ are 7, 9, 3, 1.", "3"]),
    ("Zeros of 50!?", "12", ["10 + 2 = 11, err, 12.", "12"]),
    ("Add them.", "31.95", ["22.35 + 9.60 = 30.95; the carry is missing, so 31.95."]),
    ("How many are right?", "32", ["Ben has 32 right ones (32 × 5 − 8 × 2 = 160 − 16 = 144)."]),
    ("Smallest x: x mod 19 = 6, x mod 29 = 14.", "101", ["x = 14, 43, 72, 101, .. (by 29)"]),
    ("0.272727... as a fraction.", "3/11", ["x = 0.2727.., 100x = 27.2727..", "99x = 27"]),
    ("Sum the squares up to 20.", "2870", ["41/6, because 2n+1 = 41.", "= 70*41 = 2870."]),
    ("Find the integral of x sin x from 0 to pi.", "pi", ["$I=\\int_0^\\pi(\\pi-t)\\sin t\\,dt$"]),
    ("Given tan(t) = 1/3, find tan(2t).", "3/4", ["tan(2t) = 2tan(t)/(1 - tan(t)^2)"]),
    ("y' = 4y - 36. Find y.", "9 + e^(4x)", ["With z = y - 9: z' = 4z"]),
    ("For f(x) = x^2*ln(x) find f'(e).", "3e", ["f = gh with g = x^2, h = ln(x)"]),
    ("Divide by 4 in F_239.", "127", ["In F_239: 4*60 = 240, so 4^(-1) = 60", "30*60 = 127"]),
    ("Solve x/(x + 3) = 2.", "{-6}", ["Excluded: x = -3.", "x = 2x + 6, so x = 6"]),
    ("Find A, B.", "(2, 6)", ["(A - B)x + huh = 8x", "B = -18, A = 8 + 18"]),
    ("What is the limit?", "2", ["$\\lim\\frac{\\sin 4x}{2x}=\\frac42\\lim\\frac{\\sin 4x}{4x}$"]),
    ("Sum the digits of 2^15.", "26", ["1,024 * 32: 1,000 * 32 = 32,000, plus 24 * 32 = 768"]),
    ("Find all real x with |2x - 3| = 7.", "{-2, 5}",
     ["2x - 3 = 7 and 2x - 3 = -7.", "Second case: 2x = -7 - 3 = -10.", "x = -5"]),
    ("Clubs meet twice.", "72", ["9 * 8 = 72 pairs", "2 * 72 = 144", "So the answer is $144$."]),
    ("Let f(x) = (2x + 1)/(x - 3). What is f'(4)?", "-7",
     ["u' = 2, v' = 1", "The numerator: 2x - 6 - 2x + 1 = -5.", "f'(x) = -5/(x - 3)^2"]),
    ("Find the sum of the digits of 10^12 - 37.", "99", ["The number 10^12 is a 1 with 12 zeros."]),
    ("Solve x/(x + 3) = 2.", "{-6}", ["The value x = -3 is forbidden.", "x = 2x + 6, so x = 6"]),
    ("How many rows?", "10", ["Factorials: $5!=120$, $2!=2$, $3!=6$."]),
    ("Find the maximum.", "7", ["At x = -1: u = -2 + 2 - 1 + 1 = 0. At x = 0: u = 1."]),
    ("Solve x^2 - 5x + 6 = 0.", "{2, 3}", ["Quote x = [−b ± √(b² − 4ac)]/2a."]),
    ("Is it so?", "1", ["17 - 8 is odd, 3^2 is odd, and 2 * 9 is divisible by 3 * 3"]),
    ("Solve |4x + 15| = 6x - 8.", "{23/2}", ["Or it's flipped, -4x - 15 = 6x - 8, so -10x = 7"]),
    ("How many quarters?", "10", ["A nickel is 5 cents.", "So she has 150/15 = 10 quarters."]),
    ("Find the definite integral of f(x) = 2x(x^2 + 1)^3 from 0 to 1.", "15/4",
     ["Call u = x^2 + 1; its derivative is 2x, just what stands in front."]),
    ("If f(x) = 33x + 11, what is f(f(x))?", "1089*x+374",
     ["33*(33x + 11) + 11.", "33 * 33x = 1089x, and 11 + 11 = 22.", "f(f(x)) = 1089x + 22"]),
    ("Solve 2x + 3 = 2x + 7.", "no solution", ["3 = 7, which is never so."]),
    ("Solve x^2 - 4x + 3 <= 0.", "[1, 3]", ["Outside x^2 - 4x + 3 > 0."]),
    ("Find the circle.", "x^2+y^2-5*x-13*y-38=0",
     ["Halving, $r^2=346/2=173$.", "So $(x-5/2)^2+(y-13/2)^2=173$."]),
    ("Differentiate f(x) = sin(3x)^2.", "6*sin(3x)*cos(3x)",
     ["Inner function: sin(3x), derivative cos(3x).", "f'(x) = 2*sin(3x)*cos(3x)."]),
    ("The lcm of 84 and 90?", "1260", ["lcm = 2*3^2*5*7", "18*5*7 = 630", "lcm(84, 90) = 630"]),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "gold", "steps"), MEANT)
def test_what_is_meant_is_not_wrong(problem: str, gold: str, steps: list[str]) -> None:
    assert label_solution(problem, gold, steps).first_error == -1


WRONG = [
    ("r and s are the roots of x^2 - 20x - 18. Find 1/r + 1/s.", "-10/9", ["r + s = -20"]),
    ("r and s are the roots of x^2 + 36x + 21.", "1254", ["$r^2+s^2=(r+s)^2-rs$."]),
    ("Solve 2x^2 - 5x - 12 = 0.", "{-3/2, 4}", ["disc = b**2 - 4*a*c = 25 - 96 == -71"]),
    ("Write 0.13636... as a fraction.", "3/22", ["Left-hand side $1000x-10x=900x$."]),
    ("Find the modulus of (5 + 12i)/(3 − 4i).", "13/5", ["|3 − 4i| = √(9 − 16)"]),
    ("The sum of the numbers that divide 24986?", "41706", ["$\\sigma(31^2)=1+31^2=962$"]),
    ("Solve log_10(x) = log_10(4) + log_10(5).", "20", ["log(4) + log(5) = log(4 + 5)"]),
    ("Find the height.", "5", ["The height is 10*cos(60) = 10*sqrt(2)/2 m."]),
    (
        "The remainder of 170^2 by 913?",
        "597",
        ["$170^2=28900$; $31\\cdot913=28303$; remainder 587."],
    ),
    ("Divide 5084 by 697.", "7", ["697 goes into 5084 seven times, and the remainder is 195."]),
    ("Add them.", "43", ["\\(4+8=12\\), \\(+15=27\\), \\(+16=41\\)"]),
    ("When does it end?", "10:35", ["\\(8{:}50+1{:}45=10{:}25\\)"]),
    ("How fast in m/s?", "10", ["36 km/h = 600 m/s"]),
    ("How many mg?", "24", ["24 000 mcg = 2.4 mg"]),
    ("How many litres?", "2400", ["One cubic metre is \\(100\\) litres."]),
    ("Work out (16 + 23 + 9)/12.", "4", ["Brackets first: $16+23+9=58$."]),
    ("Go back.", "1", ["Put 11 = 104 - 3*31 in: 1 = 5*31 - 14*104 + 42*31 = 37*31 - 14*104."]),
    ("Let f(x) = x^2 + 1.", "5", ["f(2) = 6"]),
    ("a(1) = 2 and a(n+1) = 3*a(n). Find a(3).", "18", ["a(2) = 6", "a(3) = 3*6 = 16"]),
    ("Find phi(36).", "12", ["phi(36) = 18"]),
    ("Find the number of complex i.", "5", ["(2+3i)(1+i) = 2 + 2i + 3i + 3 = 5 + 5i"]),
    ("Turn it.", "(1, 2)", ["(9 - 5, 3 + 1) = (4, 3)"]),
    ("Integrate.", "1", ["$\\int_0^1 e^x\\,dx = e$"]),
    ("Differentiate.", "1", ["$(x^2 \\sin x)' = 2x \\cos x$"]),
    ("Find the side.", "1", ["With $\\cos 120^\\circ = \\frac12$ we go on."]),
    ("Find the determinant.", "-2", ["det [[1,2],[3,4]] = 2"]),
    ("Let f(x) = x^2 * sin(x). Find f'(pi).", "-pi^2", ["f' = 2x * cos(x)"]),
    ("Write it as a + bi.", "11 + 10i", ["-3i^2 = -3"]),
    ("Let f(x) = x^2 e^(3x). What is f'(1)?", "5e^3", ["u = x^2, v = e^{3x}", "v' = e^{3x}"]),
    (
        "If x + 1/x = 5, what is x^3 + 1/x^3?",
        "110",
        ["$(x+\\frac1x)^3=x^3+\\frac1{x^3}+(x+\\frac1x)$, the mixed terms collapsing."],
    ),
    (
        "Solve 4x - 4y = 23, -8x + 8y = -46.",
        "infinitely many solutions",
        ["Multiply the first equation by -2: -8x + 8y = 46."],
    ),
    (
        "Find the radius of the circle x^2 + y^2 - 6x + 8y = 11.",
        "6",
        ["Together: $(x-3)^2+(y+4)^2=11+9=20$."],
    ),
    ("Solve -52 sin(x) - 41 = -145.", "{}", ["Division by -52 gives sin(x) = 52/104."]),
    ("Solve -(x + 13)x >= 0.", "[-13, 0]", ["Get rid of the minus: (x+13)x >= 0."]),
    (
        "If f(x) = -5x + 7, what is f^(-1)(x)?",
        "(-x+7)/5",
        ["Put y = -5x + 7.", "So $f^{-1}(x) = \\frac{x-7}{5}$, and that is it."],
    ),
    (
        "Given f(x) = 11x^2 + 2x - 2 and g(x) = -x + 1, find g(f(x)).",
        "-11*x^2-2*x+3",
        ["Put g into f: $g(f(x)) = 11(1-x)^2+2(1-x)-2$."],
    ),
    ("Find the circle.", "1", ["\\((y-3)(y+58)=y^2+55y+174\\)."]),
    ("Solve x^3 - 7x + 6 = 0.", "{-3, 1, 2}", ["quotient x^2 + x - 6", "= (x - 3)(x + 2)"]),
    ("How many?", "1", ["C(63, 2) = 1953 pairs in all, and C(25, 2) = 325 of them are orange."]),
    ("Find the limit.", "e^6", ["(e^3)^2 = e^9"]),
    ("Isolate it.", "19", ["So $19 + 26 - 26 = 349$."]),
    ("Compute (1 + i)^8.", "16", ["2^4 = 16, i^4 = -1"]),
    (
        "How many square centimetres are 2.5 square metres?",
        "25000",
        ["1 m = 100 cm", "so 1 m^2 = 100 cm^2"],
    ),
    (
        "Five times now, three times in 8 years: the son's age?",
        "8",
        ["5s + 8 = 3s + 24", "Bring together: 2s = 32."],
    ),
    (
        "Solve y' = 2xy with y(0) = 3.",
        "y = 3*exp(x^2)",
        ["$\\frac{dy}{y} = 2x\\,dx$", "$\\ln|y| = x^2 + C$", "So $y = e^{x^2} + C$."],
    ),
    (
        "Solve y'' + 13y' + 42y = 0.",
        "A*exp(-7*x)+B*exp(-6*x)",
        ["The characteristic equation is r^2 - 13r + 42 = 0."],
    ),
    (
        "Find the eigenvalues of [[4, 1], [2, 3]].",
        "{2, 5}",
        ["The characteristic equation is $\\lambda^2 + 7\\lambda + 10 = 0$."],
    ),
    (
        "Find an eigenvector of [[39, 54], [-27, -42]] to the eigenvalue -15.",
        "(1, -1)",
        ["$A + 15I = \\begin{pmatrix} 54 & 54 \\\\ -27 & -37 \\end{pmatrix}$"],
    ),
    ("7^100 by 13?", "9", ["Now 7^2 = 49 ≡ 11 (mod 13), because 49 - 38 = 11."]),
]


@pytest.mark.parametrize(("problem", "gold", "steps"), WRONG)
def test_what_is_surely_false_is_wrong(problem: str, gold: str, steps: list[str]) -> None:
    assert label_solution(problem, gold, steps).labels[-1] == "wrong"


RIGHT = [
    ("How high is it?", "", ["The height is 10*cos(60) = 10*0.5 = 5 m."]),
    ("r and s are the roots of x^2 - 5x + 6. Find r^2 + s^2.", "13", ["rs = 6 and r + s = 5"]),
    ("The remainder of 3^8 by 7?", "2", ["3^1 = 3, 3^2 = 2, 3^3 = 6, 3^6 = 36 = 1 mod 7"]),
    ("What is the least value of -5x^2 - 60x + 17?", "-1248", ["vertex x = -60/10 = -6"]),
    ("How many weeks are 130 days?", "18", ["130 // 7 == 18 and 130 % 7 == 4"]),
    ("The domain of f(x) = sqrt(9 - x^2)?", "[-3, 3]", ["We need 9 - x^2 >= 0."]),
    ("Find the tangent to y = 5 - x^2 at x = 2.", "-4*x+9", ["y - 1 = -4(x - 2)"]),
    ("The roots of 2x^2 - 6x + 1 = 0 are r and s. Find r^2 + s^2.", "8", ["r + s = 6/2 = 3"]),
    ("a(1) = 5 and a(n+1) = -5a(n) - 60. Find a(6).", "-46885", ["a(6) = -46885"]),
    ("Find the angle.", "60", ["Cosine rule: $\\cos C=\\dfrac{a^2+b^2-c^2}{2ab}$."]),
    ("Choose 3 of 10.", "120", ["$\\binom{10}3=\\frac{10\\cdot9\\cdot8}{6}=120$."]),
    ("How fast in m/s?", "10", ["36 km/h = 10 m/s"]),
    ("How much sugar?", "9.6", ["$12\\text{ L}\\times 0.80 = 9.6$ L of sugar"]),
    ("Add them.", "43", ["\\(4+8=12\\), \\(+15=27\\), \\(+16=43\\)"]),
    ("Solve y' = 3y.", "C*exp(3x)", ["So y = C*e^(3x)."]),
    ("Solve y' = 2xy with y(0) = 3.", "y = 3*exp(x^2)", ["$\\ln|y| = x^2 + C$"]),
    ("Solve y'' - 10y' + 25y = 0.", "(A+B*x)*exp(5*x)", ["r^2 - 10r + 25 = (r-5)^2 = 0"]),
    (
        "$a_0 = 1$, $a_1 = 4$ and $a_{n+2} = 5a_{n+1} - 6a_n$. Find $a_5$.",
        "454",
        ["The characteristic equation is $r^2 - 5r + 6 = 0$."],
    ),
    (
        "Find an eigenvector of [[39, 54], [-27, -42]] to the eigenvalue -15.",
        "(1, -1)",
        ["$A + 15I = \\begin{pmatrix} 54 & 54 \\\\ -27 & -27 \\end{pmatrix}$"],
    ),
    ("Let A = [[1, 2], [0, 3]]. Compute A^4.", "[[1, 80], [0, 81]]", ["A^2 = [[1, 8], [0, 9]]"]),
    ("Solve 9^x - 12*3^x + 27 = 0.", "{1, 2}", ["With t = 3^x it becomes t^2 - 12t + 27 = 0."]),
    ("Solve 5x = 3 modulo 11.", "5", ["The inverse of 5 modulo 11 is 9: $5*9=45=4*11+1$."]),
    ("Solve log_2(x) + log_2(x - 6) = 4.", "8", ["For the logs to be defined we need x > 6."]),
    (
        "Find the tangent to y = x^3 - 2x at x = 2.",
        "y = 10x - 16",
        ["At x = 2 we have y = 8 - 4 = 4."],
    ),
    ("Find the area of (5, 0), (3, 9), (-6, 2).", "95/2", ["u = (3,9) - (5,0) = (-2, 9)"]),
]


@pytest.mark.parametrize(("problem", "gold", "steps"), RIGHT)
def test_what_is_seen_to_be_right_is_correct(problem: str, gold: str, steps: list[str]) -> None:
    assert label_solution(problem, gold, steps).labels == ("correct",)


RIGHT_AT_THE_END = [
    (["So we have 8 + 8 = 15 here", "So 17 in all."], "undecided"),
    (["8 + 8 = 15", "So 17 in all."], "wrong"),
    (["So we have 8 + 8 = 15 here", "16 + 1 = 17"], "wrong"),
    (["So we have 8 + 8 = 15 here", "Hmm, I dropped one.", "17"], "wrong"),
    (["So we have 8 + 8 = 15 here", "8 + 8 = 16", "17"], "wrong"),
    (["So we have 8 + 8 = 15 here", "So 16 in all."], "wrong"),
]


def test_many_slips_before_the_right_answer_take_few_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged: list[str] = []

    def counted(spoken: Any, *others: Any) -> Any:
        judged.append(spoken.text)
        return judge_step(spoken, *others)

    monkeypatch.setattr(solution, "judge_step", counted)
    steps = ["So we have 8 + 8 = 15 here"] * 99 + ["17"]
    found = label_solution("8 and 8 and 1.", "17", steps)
    assert len(found.labels) == 100
    assert len(judged) <= 2 * (solution.MAX_SPARED + 1) * len(steps)


@pytest.mark.parametrize(("steps", "label"), RIGHT_AT_THE_END)
def test_a_slip_before_the_right_answer_leaves_a_trace(steps: list[str], label: str) -> None:
    assert label_solution("8 and 8 and 1.", "17", steps).labels[0] == label


def test_a_state_refutes_only_what_is_said_in_its_own_style() -> None:
    row = next(row for row in hands() if row.get("task", "").startswith("arithmetic"))
    task = task_named(row)
    assert task is not None
    aside = label_solution(row["problem"], row["gold"], ["20*3 = 60", "So 20*3 = 60 helps."], task)
    assert "wrong" not in aside.labels
