"""A wording asks for a skill: an instruction, the input, and a cue that the answer follows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """`instruction` may be empty; `shape` holds `{input}` and ends just before " answer"."""

    instruction: str
    shape: str

    def block(self, input):
        return self.shape.replace("{input}", input)

    def prompt(self, input):
        head = self.instruction + "\n" if self.instruction else ""
        return head + self.block(input)

    def several(self, pairs):
        """One instruction, then examples divided by empty lines, as demonstrations are."""
        head = self.instruction + "\n" if self.instruction else ""
        return head + "\n\n".join(self.block(i) + " " + a for i, a in pairs)
