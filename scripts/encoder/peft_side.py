"""PEFT's half of scripts/compare-encoder; each command leaves one JSON file in WORK.

    pip install "torch==2.13.0+cpu" transformers==5.23 peft==0.21.2 tokenizers==0.23.3 scikit-learn
    python scripts/encoder/peft_side.py start|tune|again|score WORK

Rows are padded on the right and masked, so that a pad is seen by nothing; the model is in eval mode,
so that nothing is dropped.
"""

import json
import os
import pathlib
import shutil
import sys
import time
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import transformers
from peft import PeftModel, PromptTuningConfig, TaskType, get_peft_model
from sklearn.linear_model import LogisticRegression
from transformers import AutoModelForSequenceClassification, AutoTokenizer

import snippets


def base_model(work, attention="sdpa"):
    return AutoModelForSequenceClassification.from_pretrained(
        work / "base", dtype=torch.float32, attn_implementation=attention).eval()


def batches(work, split, size):
    """(ids [B, T], mask [B, T], labels [B]) of each batch, in the file's order."""
    tokenizer = AutoTokenizer.from_pretrained(work / "base", padding_side="right")
    rows = snippets.load(work, split)
    for start in range(0, len(rows), size):
        texts, labels = zip(*rows[start : start + size])
        made = tokenizer(list(texts), padding=True, return_tensors="pt")
        yield made["input_ids"], made["attention_mask"], torch.tensor(labels)


def test_figures(model, work, size):
    """Accuracy, loss and log p of both labels for each row of the test split."""
    found, labels = [], []
    with torch.no_grad():
        for ids, mask, right in batches(work, "test", size):
            found.append(model(input_ids=ids, attention_mask=mask).logits.log_softmax(-1))
            labels.append(right)
    found, labels = torch.cat(found), torch.cat(labels)
    return {
        "accuracy": share_right(found, labels),
        "loss": torch.nn.functional.nll_loss(found, labels).item(),
        "log_probabilities": found.tolist(),
    }


def share_right(scores, labels):
    return (scores.argmax(-1) == labels).sum().item() / len(labels)


def pooled(model, work, split):
    """The head's input [rows, H], the sentence vectors [rows, H] and the labels [rows]."""
    inputs, vectors, labels = [], [], []
    with torch.no_grad():
        for ids, mask, right in batches(work, split, 32):
            output = model.bert(input_ids=ids, attention_mask=mask)
            weights = mask.unsqueeze(-1).float()
            mean = (output.last_hidden_state * weights).sum(1) / weights.sum(1)
            inputs.append(output.pooler_output)
            vectors.append(torch.nn.functional.normalize(mean, dim=-1))
            labels.append(right)
    return torch.cat(inputs), torch.cat(vectors), torch.cat(labels)


def start(work, options):
    """The base with a head drawn by seed, PEFT's initial adapter, and what is reached without a prompt."""
    torch.manual_seed(options["seed"])
    names = snippets.LABELS
    model = AutoModelForSequenceClassification.from_pretrained(
        options["model"], dtype=torch.float32, num_labels=len(names), id2label=dict(enumerate(names)),
        label2id={name: index for index, name in enumerate(names)}).eval()
    model.save_pretrained(work / "base")
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
        if (pathlib.Path(options["model"]) / name).exists():
            shutil.copy(pathlib.Path(options["model"]) / name, work / "base" / name)

    (inputs, vectors, labels), (test_inputs, test_vectors, right) = (
        pooled(model, work, split) for split in ("train", "test"))
    regression = LogisticRegression(max_iter=1000).fit(vectors, labels)
    optimizer = adamw(model.classifier.parameters(), options)
    for step in range(options["steps"]):
        rows = order(step, len(labels), options["batch"])
        loss = torch.nn.functional.cross_entropy(model.classifier(inputs[rows]), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        found = model.classifier(test_inputs)
    leave(work / "start.json", {
        "majority": (right == labels.mode().values).sum().item() / len(right),
        "regression": float(regression.score(test_vectors, right)),
        "head": share_right(found, right)})

    fresh(work, options).save_pretrained(work / "start")


def fresh(work, options, attention="sdpa"):
    """The model with the initial prompt, drawn by seed: PEFT trains no prompt that it has loaded."""
    torch.manual_seed(options["seed"])
    config = PromptTuningConfig(
        task_type=TaskType.SEQ_CLS, num_virtual_tokens=options["soft"], prompt_tuning_init=options["init"],
        tokenizer_name_or_path=str(work / "base"))
    return get_peft_model(base_model(work, attention), config).eval()


def order(step, rows, batch):
    """Which rows a step takes: the file's order, again and again; an epoch's last batch may be short."""
    first = step % -(-rows // batch) * batch
    return slice(first, min(first + batch, rows))


def adamw(parameters, options):
    return torch.optim.AdamW(parameters, lr=options["lr"], betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)


def tune(work, options):
    model = fresh(work, options)
    figures = trained(model, work, options)
    model.save_pretrained(work / "peft")
    leave(work / "peft.json", figures)


def again(work, options):
    """The same with attention written out: equal but for rounding, to show how far rounding carries."""
    leave(work / "again.json", trained(fresh(work, options, "eager"), work, options))


def trained(model, work, options):
    """Trains the model; the losses, the seconds of all steps and what it does on the test split."""
    optimizer = adamw([each for each in model.parameters() if each.requires_grad], options)
    ready = list(batches(work, "train", options["batch"]))
    losses, seconds = [], 0.0
    for step in range(options["steps"]):
        begin = time.perf_counter()
        ids, mask, labels = ready[step % len(ready)]
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        seconds += time.perf_counter() - begin
    return {"losses": losses, "seconds": seconds, **test_figures(model, work, options["batch"])}


def score(work, options):
    """What PEFT makes of the folder that pts saved."""
    model = PeftModel.from_pretrained(base_model(work), work / "pts").eval()
    leave(work / "peft-on-pts.json", test_figures(model, work, options["batch"]))


def leave(path, record):
    path.write_text(json.dumps(record), encoding="utf-8")


def main():
    command, work = sys.argv[1], pathlib.Path(sys.argv[2])
    options = json.loads((work / "options.json").read_text(encoding="utf-8"))
    torch.set_num_threads(options["threads"])
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    warnings.simplefilter("ignore")
    {"start": start, "tune": tune, "again": again, "score": score}[command](work, options)


if __name__ == "__main__":
    main()
