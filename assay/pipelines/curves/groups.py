"""Which tasks of a run count where: what was demonstrated, what RL trained on, what nobody saw.

    groups = groups_of(recipe)
    groups["held_out"].holds("digit_chain", 5)

| group | families | levels |
|---|---|---|
| held_out | RL's | RL's, without those that were demonstrated: the headline |
| shown | RL's | those that were demonstrated |
| unseen_levels | RL's | neither demonstrated nor trained on |
| unseen: FAMILY | one of RL's `unseen` | all that were not demonstrated |

All of them are tasks of split test; a group says what else sets them apart from the training.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assay.core.errors import UsageError
from assay.pipelines.recipe import Recipe

LEVELS = frozenset(range(1, 11))
UNSEEN = "unseen: "
_NAMES = {
    "held_out": "held out, levels without demonstrations",
    "shown": "held out, demonstrated levels",
    "unseen_levels": "levels never trained on",
}


def group_name(group: str) -> str:
    """What a group is called in tables."""
    return _NAMES.get(group) or f"{group.removeprefix(UNSEEN)}, never trained on by RL"


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of some families and levels; `families` None means all but `without`."""

    families: frozenset[str] | None
    without: frozenset[str]
    levels: frozenset[int]

    def holds(self, family: str, level: int) -> bool:
        """Whether a task of this family and level belongs to the group."""
        known = family in self.families if self.families is not None else True
        return known and family not in self.without and level in self.levels


def groups_of(recipe: Recipe) -> Mapping[str, Group]:
    """The groups of a recipe, by its stages `sft` and `rl` (the first of each), none of them empty.

    Raises UsageError for a recipe without one of these stages.
    """
    for stage in ("sft", "rl"):
        if not recipe.stages.get(stage):
            raise UsageError(f"the recipe {recipe.name!r} has no stage {stage}; curves need both")
    sft, rl = recipe.stages["sft"][0], recipe.stages["rl"][0]
    shown = frozenset(sft.get("levels") or LEVELS)
    trained = frozenset(rl.get("levels") or LEVELS)
    unseen = frozenset(rl.get("unseen") or ())
    families = frozenset(rl["families"]) if rl.get("families") else None
    found = {
        "held_out": Group(families, unseen, (trained - shown) or trained),
        "shown": Group(families, unseen, shown if trained - shown else frozenset()),
        "unseen_levels": Group(families, unseen, LEVELS - trained - shown),
    }
    apart = (LEVELS - shown) or LEVELS
    found |= {
        UNSEEN + name: Group(frozenset({name}), frozenset(), apart) for name in sorted(unseen)
    }
    empty = {name for name, g in found.items() if not g.levels or g.families == frozenset[str]()}
    return {name: group for name, group in found.items() if name not in empty}
