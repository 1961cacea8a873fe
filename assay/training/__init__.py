"""Training and evaluation: from tables to a policy, two reward models and both curves.

Import the modules, not this package: torch and transformers are loaded by them. The stages, all
with plain keyword values (signatures are checked against recipes), all resumable by calling them
again with the same arguments, all returning `Trained(steps, cpu_seconds, tokens)` but `evaluate`:

    sft.train_sft(data=DIR, out=DIR, model="builtin:tiny-char-0.1m", levels=[1, 2, 3],
                  demonstrations=N, steps=…, batch=…, lr=…, schedule="cosine", seed=…, threads=1,
                  name="sft", progress=…)        # SFT continued: model=the SFT folder
    outcome_rm.train_orm(data=DIR, model=SFT_DIR, out=DIR, samplers=["sft"], steps=…, …)
    process_rm.train_prm(data=DIR, model=SFT_DIR, out=DIR, samplers=["sft"], steps=…, …)
    rl.train_rl(data=DIR, model=SFT_DIR, out=DIR, steps=…, prompts=64, n=8, lr=…, …)
    evaluate.evaluate(model=MODEL_DIR, tasks=DIR, out=DIR, name="sft"|"sft_continued"|"rl",
                      n=16, orm=DIR|None, prm=DIR|None, train_log=RL_DIR|None, …) -> dict
    evaluate.merge_evaluations(DIR)              # all evaluations/*.json -> evaluation.json

`data` and `tasks` hold the tables (tasks; for the reward models solutions and labels too). Every
`out` becomes an ordinary Hugging Face folder with `log.jsonl` and `training.json` beside the
weights; while a training runs it also holds `state.pt`, its checkpoint. A finished folder is
returned as it is; one with other settings is refused with a UsageError. `progress` is any object
with `stage(name, total)`.

Independent stages may run as processes side by side: RL, SFT continued and the reward models need
only the SFT folder and the tables. Results depend on `seed` and `threads`, not on the clock.
"""
