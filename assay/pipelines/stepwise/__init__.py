"""One table for labelled steps from anywhere, and the layouts that others use for them.

    convert(Path("math.json"), "processbench", Path("data/pb"), "table")        (convert.py)

    rows.py            a problem, its steps and their labels; Arrow and back
    trl.py             {prompt, completions, labels}: TRL's former stepwise type
    prm800k.py         OpenAI's PRM800K: ratings of alternatives, step by step
    math_shepherd.py   Math-Shepherd: one text with a tag after each step, one with + and -
    processbench.py    Qwen's ProcessBench: the index of the first wrong step
    layouts.py         the four by name            lines.py    JSON that is read strictly
    convert.py         files and folders in and out

A layout is two functions, `read` from its row and `write` to it, and `write(read(row)) == row` for
every row that `read` takes: what the table has no column for is kept in `rest_json`. Importing this
package imports nothing of it.
"""
