"""A translator without weights: the source comes back in white square brackets, the same every time.

It exists so that tests, documentation and dry runs need no model. Taking the brackets away gives the source back, and
nobody will mistake the result for a translation. There is no score, because no model spoke.

>>> EchoTranslator().translate(["Il pleut."])[0].text
'⟦Il pleut.⟧'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.engines.base import Decoding, Hypothesis
from bilingual.errors import EngineError

DEFAULT_DECODING = Decoding()


@dataclass(frozen=True, slots=True)
class EchoTranslator:
    """Source text between `opening` and `closing`; a token is a word, and the end marker counts as one."""

    opening: str = "⟦"
    closing: str = "⟧"
    max_tokens: int = 512
    workers: int = 1

    @property
    def signature(self) -> str:
        return f"echo:{self.opening}{self.closing}"

    @property
    def model_name(self) -> str:
        return "echo"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words of each text plus one, in order."""
        return [len(text.split()) + 1 for text in texts]

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = DEFAULT_DECODING,
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        """Every text in its brackets, in order, whatever else is asked. Raises EngineError like any engine."""
        del decoding, prefixes
        for text, tokens in zip(texts, self.count_tokens(texts), strict=True):
            if tokens > self.max_tokens:
                raise EngineError(
                    f"a text of {tokens} tokens exceeds the limit of {self.max_tokens}: {text[:40]!r}",
                    hint="Split it first; bilingual.translate does.",
                )
        return [Hypothesis(f"{self.opening}{text}{self.closing}", None) for text in texts]
