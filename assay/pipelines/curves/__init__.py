"""One recipe over several seeds: both curves, the table of the controls, over-optimisation.

curves.curves(recipe, seeds=(1, 2, 3), out=Path("data/curves/curves-cpu"))

| file | does |
|---|---|
| seeds | runs the recipe once for each seed, side by side |
| groups | says which tasks count as held out, as unseen levels, as unseen families |
| reading | reads what a run has written |
| estimates | means over seeds, with two kinds of interval |
| figures | puts the figures of all seeds together |
| solutions | several solutions a task, against forward FLOPs |
| learned | true accuracy against the learned reward, and where it turns |
| tables | the figures as Markdown |
| plots | the figures as PNG and SVG |
"""
