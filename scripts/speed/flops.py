"""Counts what a step of prompt tuning must multiply: the floor that `scripts/bench` holds a step to.

Forward, and the gradient of the inputs alone: the weights are frozen. What all rows begin with is counted
once, pads never. A row's last token is its target: nobody asks what comes behind it, so it doesn't pass
through the model. Of attention, the pairs that causality lets see each other; no score is counted twice,
though a backward that keeps no T×T matrix makes them twice.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """Widths of a decoder: H, that of all queries and of all keys, of the inner layer, and V."""

    hidden: int
    queries: int
    keys: int
    inner: int
    inner_matrices: int
    layers: int
    vocabulary: int

    @classmethod
    def read(cls, configuration):
        """Of a `config.json`."""
        if configuration["model_type"] == "gpt2":
            hidden = configuration["n_embd"]
            return cls(hidden, hidden, hidden, 4 * hidden, 2, configuration["n_layer"], configuration["vocab_size"])
        size = configuration["head_dim"]
        return cls(
            configuration["hidden_size"], configuration["num_attention_heads"] * size,
            configuration["num_key_value_heads"] * size, configuration["intermediate_size"], 3,
            configuration["num_hidden_layers"], configuration["vocab_size"])

    @property
    def products(self):
        """(K, N) of the matrix products of a block."""
        fused = [self.queries + 2 * self.keys] if self.inner_matrices == 2 else [self.queries, self.keys]
        return [*((self.hidden, n) for n in fused), (self.queries, self.hidden), (self.hidden, self.inner),
                (self.inner, self.hidden)]


def triangle(count):
    """Pairs of a query and a key among tokens that see themselves and what stands before."""
    return count * (count + 1) // 2


def step_flops(shape, soft, shared, texts):
    """FLOPs of one step.

    - soft: soft tokens P, in front.
    - shared: tokens that all rows share behind them.
    - texts: each row's tokens behind those, its target left out; each row has one target.
    """
    common = soft + shared
    tokens = common + sum(texts)
    pairs = triangle(common) + sum(text * common + triangle(text) for text in texts)
    # Multiplications of a token with the weights of a block.
    reading = shape.hidden * 2 * shape.keys
    asking = shape.hidden * shape.queries
    after = shape.queries * shape.hidden + shape.inner_matrices * shape.hidden * shape.inner

    # Scores and the sum of values; backward, gradients of values, scores, queries and keys.
    forward_pair, backward_pair = 2 * shape.queries, 4 * shape.queries

    middle = 2 * tokens * (asking + reading + after) + (forward_pair + backward_pair) * pairs

    # Below the first block only soft tokens are trained: texts need their outputs' gradients, for they have
    # read the soft keys and values, but none of their own queries, keys and values.
    soft_pairs = triangle(soft) + (tokens - soft) * soft
    first = tokens * (asking + reading + after) + forward_pair * pairs
    first += tokens * after + soft * (asking + reading)
    first += shape.queries * (3 * soft_pairs + triangle(soft))

    # In the last block only what predicts a target asks; all are read.
    ends = len(texts)
    seen = sum(common + text for text in texts)
    last = 2 * (tokens * reading + ends * (asking + after)) + (forward_pair + backward_pair) * seen

    logits = 2 * ends * shape.hidden * shape.vocabulary
    return 2 * ((shape.layers - 2) * middle + first + last + logits)
