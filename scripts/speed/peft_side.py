"""PEFT's and transformers' half of `scripts/bench`; each command prints one line of JSON.

    peft_side.py make MODEL P …               random weights, and a start for each number of soft tokens
    peft_side.py tune MODEL CASE STEPS        the first steps of a case
    peft_side.py generate MODEL CASE TOKENS   what the model writes behind a case's rows
    peft_side.py first MODEL                  one training step, from the process's start

Written as a user of PEFT writes it: padded batches, f32, AdamW. No layer drops anything (the shapes'
configurations say so), and rows are padded on the right of their text, where no token sees the pads.
"""

import json
import os
import pathlib
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch
from peft import PromptTuningConfig, TaskType, get_peft_model
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def load(model):
    return AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32)


def tokenizer_of(model, side):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(model / "tokenizer.json"), padding_side=side)
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(0)
    return tokenizer


def soft_prompt(base, count):
    """A prompt that starts at rows of the vocabulary, the same each time; PEFT's own start is N(0, 1)."""
    model = get_peft_model(base, PromptTuningConfig(task_type=TaskType.CAUSAL_LM, num_virtual_tokens=count))
    table = base.get_input_embeddings().weight
    drawn = torch.randint(table.shape[0], (count,), generator=torch.Generator().manual_seed(count))
    model.prompt_encoder["default"].embedding.weight.data.copy_(table[drawn])
    return model


def make(model, *counts):
    torch.manual_seed(7)
    AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(model)).save_pretrained(model)
    for count in counts:
        soft_prompt(load(model), int(count)).save_pretrained(model / f"start-{count}")
    return {}


def case_rows(case):
    given = json.loads((case / "case.json").read_text())
    rows = [json.loads(line) for line in (case / "rows.jsonl").read_text().splitlines()]
    return given, rows


def step(model, optimizer, tokenizer, ids):
    """One step on rows of token ids, of which the last is the target; its loss."""
    batch = tokenizer.pad({"input_ids": ids}, return_tensors="pt")
    ends = batch["attention_mask"].sum(1, keepdim=True) - 1
    labels = torch.full_like(batch["input_ids"], -100).scatter(1, ends, batch["input_ids"].gather(1, ends))
    loss = model(**batch, labels=labels).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def adamw(model, rate):
    return torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=rate, weight_decay=0.01)


def tune(folder, case, steps):
    given, rows = case_rows(pathlib.Path(case))
    tokenizer = tokenizer_of(folder, "right")
    model = soft_prompt(load(folder), given["soft"]).train()
    optimizer = adamw(model, given["lr"])
    texts = [" ".join([*given["demos"], row["text"], row["label"]]) for row in rows]
    ids = tokenizer(texts)["input_ids"]
    losses, seconds = [], []
    for start in range(0, int(steps) * given["batch"], given["batch"]):
        begin = time.perf_counter()
        losses.append(step(model, optimizer, tokenizer, ids[start : start + given["batch"]]))
        seconds.append(time.perf_counter() - begin)
    return {"losses": losses, "seconds": seconds}


def generate(folder, case, tokens):
    given, rows = case_rows(pathlib.Path(case))
    tokenizer = tokenizer_of(folder, "left")
    words = [row["text"].split() for row in rows]
    model = load(folder)
    if given["soft"]:
        # Pads would stand between the prompt and the text, where they move the logits.
        least = min(map(len, words))
        words = [row[:least] for row in words]
        model = soft_prompt(model, given["soft"])
    model.eval()
    batch = tokenizer(list(map(" ".join, words)), padding=True, return_tensors="pt", return_token_type_ids=False)
    begin_length = batch["input_ids"].shape[1]

    def written(count, **more):
        return model.generate(
            **batch, max_new_tokens=count, do_sample=False, pad_token_id=tokenizer.pad_token_id, **more)

    written(1)
    begin = time.perf_counter()
    made = written(int(tokens))[:, begin_length:]
    result = {"seconds": time.perf_counter() - begin, "peak": peak()}
    result["texts"] = [" ".join(tokenizer.convert_ids_to_tokens(row)) for row in made.tolist()]
    # How far each token was ahead of the next best: where two are equal but for rounding, either may be written.
    scores = written(int(tokens), output_scores=True, return_dict_in_generate=True).scores
    best = torch.stack([score.topk(2).values for score in scores], 1)
    result["leads"] = (best[..., 0] - best[..., 1]).tolist()
    return result


def first(folder):
    tokenizer = tokenizer_of(folder, "right")
    model = soft_prompt(load(folder), 8).train()
    rows = [("A warm and funny film.", "good"), ("A dull and endless film.", "bad"),
            ("The best story of the year.", "good"), ("I left before the end.", "bad")]
    ids = tokenizer([f"Review: {review}\nMood: {mood}" for review, mood in rows])["input_ids"]
    return {"losses": [step(model, adamw(model, 0.3), tokenizer, ids)]}


def peak():
    """The most memory this process has held, in bytes."""
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return 1024 * int(line.split()[1])


if __name__ == "__main__":
    command = {"make": make, "tune": tune, "generate": generate, "first": first}[sys.argv[1]]
    result = command(pathlib.Path(sys.argv[2]), *sys.argv[3:])
    print(json.dumps({"peak": peak(), **result}))
