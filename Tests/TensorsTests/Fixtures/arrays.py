"""Writes arrays.json: what NumPy gives for the array functions (run with numpy 2.4.6, seed 7)."""
import json
import pathlib

import numpy as np

random = np.random.default_rng(7)
cases = []


def pack(value):
    value = np.asarray(value, dtype=np.float64)
    flat = ["nan" if np.isnan(v) else round(float(v), 9) for v in value.ravel()]
    return {"shape": list(value.shape), "values": flat}


def draw(*shape):
    return np.round(random.normal(size=shape), 2).astype(np.float32)


def case(name, inputs, expected, **arguments):
    cases.append({
        "name": name, "inputs": [pack(x) for x in inputs], "arguments": arguments,
        "expected": pack(expected)})


binary = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "%": np.mod,
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater,
    ">=": np.greater_equal, "maximum": np.maximum, "minimum": np.minimum,
}
shapes = [((3, 4), (3, 4)), ((3, 4), (4,)), ((3, 1), (4,)), ((2, 1, 3), (5, 1)), ((), (2, 2)),
          ((1,), (1, 1)), ((0, 3), (3,)), ((2, 3, 4), (1, 3, 1))]
for name, function in binary.items():
    for a, b in shapes:
        x, y = draw(*a), draw(*b)
        y = np.where(y == 0, np.float32(0.5), y)
        case(name, [x, y], function(x, y))
x, y = np.abs(draw(3, 2)) + np.float32(0.1), draw(2)
case("^", [x, y], np.power(x, y))

unary = {
    "negate": np.negative, "exp": np.exp, "square": np.square, "abs": np.abs, "tanh": np.tanh,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "sign": np.sign, "floor": np.floor,
    "ceil": np.ceil, "round": np.round,
}
for name, function in unary.items():
    x = np.append(draw(6), np.float32([0, 0.5, 1.5, -2.5]))
    case(name, [x], function(x))
for name, function in {"log": np.log, "log2": np.log2, "log10": np.log10, "sqrt": np.sqrt}.items():
    x = np.abs(draw(5)) + np.float32(0.01)
    case(name, [x], function(x))
x = np.float32([1, np.nan, -3, 0])
case("isnan", [x], np.isnan(x))
x = draw(5)
case("clip", [x], np.clip(x, -0.5, 0.5), low=-0.5, high=0.5)

reductions = {
    "sum": np.sum, "mean": np.mean, "prod": np.prod, "min": np.min, "max": np.max,
    "argmin": np.argmin, "argmax": np.argmax, "var": np.var, "std": np.std,
    "norm": lambda x, **k: np.sqrt(np.sum(x * x, **k)), "any": np.any, "all": np.all,
    "norm1": lambda x, **k: np.sum(np.abs(x), **k),
    "norminf": lambda x, **k: np.max(np.abs(x), **k),
}
for name, function in reductions.items():
    x = draw(2, 3, 4)
    case(name, [x], function(x))
    for axis in [0, 1, -1]:
        case(name, [x], function(x, axis=axis), axis=axis)
    case(name, [x], function(x, axis=1, keepdims=True), axis=1, keepdims=True)
x = np.float32([[1, np.nan, 3], [5, 2, 5]])
for name in ["max", "argmax", "argmin", "sum"]:
    case(name, [x], reductions[name](x, axis=1), axis=1)
x = draw(2, 3)
case("cumsum", [x], np.cumsum(x))
case("cumsum", [x], np.cumsum(x, axis=0), axis=0)
x = draw(2, 3, 2) * 5
for axis in [0, 1, -1]:
    e = np.exp(x.astype(np.float64) - x.max(axis=axis, keepdims=True))
    p = e / e.sum(axis=axis, keepdims=True)
    case("softmax", [x], p, axis=axis)
    case("logsoftmax", [x], np.log(p), axis=axis)

for a, b in [((3,), (3,)), ((3,), (3, 2)), ((2, 3), (3,)), ((2, 3), (3, 4)), ((5, 2, 3), (3, 4)),
             ((5, 1, 2, 3), (4, 3, 2)), ((2, 3), (5, 3, 1)), ((2, 0), (0, 3))]:
    x, y = draw(*a), draw(*b)
    case("matmul", [x, y], np.matmul(x, y))
x, y = draw(4), draw(3)
case("outer", [x, y], np.outer(x, y))
case("dot", [x, x], np.dot(x, x))
a, b = draw(3, 5), draw(2, 5)
n = lambda v: v / np.linalg.norm(v, axis=-1, keepdims=True)
case("cosine", [a, b], n(a) @ n(b).T)
case("cosine", [a, b[0]], n(a) @ n(b[0]))
case("cosine", [a[0], b[0]], n(a[0]) @ n(b[0]))

x = draw(2, 3, 4)
case("permute", [x], x.T)
case("permute", [x], np.transpose(x, (1, 0, 2)), axes=[1, 0, 2])
case("permute", [x], np.transpose(x, (2, 0, 1)), axes=[-1, 0, 1])
case("permute", [x[0]], x[0].T)
case("reshape", [x], x.reshape(4, -1), shape=[4, -1])
case("squeeze", [x[:1, :, :1]], x[:1, :, :1].squeeze())
case("squeeze", [x[:1]], x[:1].squeeze(0), axis=0)
case("unsqueeze", [x], x[..., None], axis=-1)
for axis in [0, 1, -1]:
    case("concat", [x, x + 1], np.concatenate([x, x + 1], axis), axis=axis)
    case("stack", [x, x + 1], np.stack([x, x + 1], axis), axis=axis)
case("split", [x], np.split(x, 2, 2)[1], parts=2, axis=2, part=1)
x = draw(5, 4, 3)
for index in [[1], [-1], [[1, 4, 1]], [[None, None, -1]], [[None, None, 2], 2],
              [[-3, None, 1], [None, -1, 1], [0, 100, 1]], [[3, 1, 1]], [0, 0, 0],
              [[10, None, -2], [None, None, -3]], [[-100, 2, 1]], [[None, None, 9]]]:
    key = tuple(slice(*i) if isinstance(i, list) else i for i in index)
    case("slice", [x], x[key], index=index)
case("take", [x], np.take(x, [2, 0, -1], axis=1), indices=[2, 0, -1], axis=1)
x = draw(3, 4)
case("where", [x > 0, x, np.float32(7)], np.where(x > 0, x, 7))
x = np.float32([[3, 1, np.nan, 2], [1, 3, 1, 0]])
for axis in [0, 1]:
    case("sort", [x], np.sort(x, axis=axis), axis=axis)
    case("argsort", [x], np.argsort(x, axis=axis, kind="stable"), axis=axis)
x = np.round(random.permutation(40) / 8, 3).astype(np.float32)
case("topk", [x], np.sort(x)[::-1][:3], k=3)
case("topk", [x], np.sort(x)[::-1][:30], k=30)
case("topkindices", [x], np.argsort(-x, kind="stable")[:4], k=4)
x = np.float32([3, 1, 3, 2, 1])
case("arange", [], np.arange(2, 9, 1.5), start=2, stop=9, step=1.5)
case("arange", [], np.arange(3, -2, -1), start=3, stop=-2, step=-1)
case("arange", [], np.arange(3, 1), start=3, stop=1, step=1)
case("linspace", [], np.linspace(-1, 2, 7), start=-1, stop=2, count=7)
case("eye", [], np.eye(2, 3), rows=2, columns=3)

path = pathlib.Path(__file__).with_name("arrays.json")
path.write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
