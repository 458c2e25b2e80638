"""The Moonshine network as the `moonshine-voice` wheel carries it, run with ONNX Runtime.

The wheel's own library returns text alone. Running its two graphs here gives what a clinical
transcript needs besides: the probability of every token, other readings, and a say for the PT
lexicon while the words are being found. Shapes: `heads` 8, `width` 36, `layers` 6, vocabulary 32 768.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agent.errors import EngineUnavailable
from agent.transcription.plain import NUMBER_WORDS
from agent.transcription.vocabulary import vocabulary

START: Final = 1
END: Final = 2
_FILES: Final = ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")
_HEADS, _WIDTH = 8, 36
_TEXT_TOKENS: Final = 32_000
_MARK: Final = "▁".encode()
_MEND: Final = "Install ptscribe again, or set PTSCRIBE_SPEECH_ENGINE=faster_whisper and download a model."

Cache = dict[str, NDArray[np.float32]]


class MoonshineModel:
    """Encoder and decoder sessions. Raises `EngineUnavailable` when the wheel's files are missing."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or _bundled()
        missing = [name for name in _FILES if not (self.folder / name).is_file()]
        if missing:
            raise EngineUnavailable(f"The Moonshine model lacks {', '.join(missing)}.", mend=_MEND)
        try:
            import onnxruntime  # type: ignore[import-untyped]  # ships no stubs
        except ImportError:
            raise EngineUnavailable("ONNX Runtime is not installed.", mend=_MEND) from None
        options = onnxruntime.SessionOptions()
        # A step is a few milliseconds: threads that share one spend more on waiting than they save.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # pieces differ in length: an arena would grow with each
        options.log_severity_level = 4
        try:
            self._encoder, self._decoder = (
                onnxruntime.InferenceSession(
                    str(self.folder / name), sess_options=options, providers=["CPUExecutionProvider"]
                )
                for name in _FILES[:2]
            )
        except Exception as error:
            raise EngineUnavailable("The Moonshine model cannot be loaded.", mend=_MEND) from error
        self._past_names = [i.name for i in self._decoder.get_inputs() if i.name.startswith("past")]
        present = [o.name for o in self._decoder.get_outputs()[1:]]
        self._self_names = [n for n in present if ".decoder." in n]
        self._all_names = present

    def encode(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Hidden states (1, frames, 288) of `samples`, float32 mono 16 kHz."""
        mask = np.ones((1, len(samples)), np.int64)
        out = self._encoder.run(None, {"input_values": samples[None], "attention_mask": mask})
        return np.asarray(out[0], np.float32)

    def begin(self, hidden: NDArray[np.float32]) -> tuple[NDArray[np.float32], Cache, Cache]:
        """Logits (vocabulary,) after the start token; the self-attention cache; the encoder's cache."""
        empty = np.zeros((1, _HEADS, 0, _WIDTH), np.float32)
        out = self._run(hidden, [START], dict.fromkeys(self._past_names, empty), self._all_names, first=True)
        caches = dict(zip(self._all_names, out[1:], strict=True))
        own = {_past(n): v for n, v in caches.items() if ".decoder." in n}
        cross = {_past(n): v for n, v in caches.items() if ".encoder." in n}
        return out[0][0, -1], own, cross

    def step(
        self, hidden: NDArray[np.float32], tokens: list[int], own: Cache, cross: Cache
    ) -> tuple[NDArray[np.float32], Cache]:
        """One token further for `len(tokens)` readings at once: logits (readings, vocabulary), new cache."""
        out = self._run(hidden, tokens, {**own, **cross}, self._self_names, first=False)
        return out[0][:, -1], {_past(n): v for n, v in zip(self._self_names, out[1:], strict=True)}

    def _run(
        self, hidden: NDArray[np.float32], tokens: list[int], past: Cache, names: list[str], *, first: bool
    ) -> list[Any]:
        return list(
            self._decoder.run(
                ["logits", *names],
                {
                    "input_ids": np.array(tokens, np.int64)[:, None],
                    "encoder_hidden_states": hidden,
                    # One column broadcasts: nothing is padded, because pieces are never batched.
                    "encoder_attention_mask": np.ones((len(hidden), 1), np.int64),
                    "use_cache_branch": np.array([not first]),
                    **past,
                },
            )
        )

    @cached_property
    def vocabulary(self) -> tuple[bytes, ...]:
        """Token id to UTF-8 bytes; `▁` marks the start of a word."""
        data, tokens, at = (self.folder / _FILES[2]).read_bytes(), [], 0
        while at < len(data):
            length, at = data[at], at + 1
            if length >= 128:
                length, at = length - 128 + 128 * data[at], at + 1
            tokens.append(data[at : at + length])
            at += length
        return tuple(tokens)

    def sureness(self, log_probabilities: NDArray[np.float32], token: int) -> float:
        """Log-probability that `token` or the same word spelled otherwise comes next.

        Whether a word starts with a capital, or a number is written in digits, says nothing about
        whether it was heard right. A digit starts with the bare word mark.
        """
        same = self._same_word.get(token)
        if token == self._digit_mark:
            same = self._number_words
        chance = float(np.exp(log_probabilities[same]).sum() if same is not None else 0.0)
        if token == self._digit_mark or same is None:
            chance += float(np.exp(log_probabilities[token]))
        if token in self._number_set:
            chance /= max(1e-6, 1.0 - float(np.exp(log_probabilities[self._digit_mark])))
        return float(np.log(min(1.0, max(1e-9, chance))))

    def critical(self, log_probabilities: NDArray[np.float32]) -> float:
        """Log-probability that a number or a side begins here."""
        return float(np.log(max(1e-9, float(np.exp(log_probabilities[self._critical]).sum()))))

    @cached_property
    def _critical(self) -> NDArray[np.int64]:
        wanted = {_MARK + word.encode() for word in (*NUMBER_WORDS, *vocabulary().sides)}
        return np.array(
            [t for t, text in enumerate(self.vocabulary) if text == _MARK or text.lower() in wanted], np.int64
        )

    @cached_property
    def _same_word(self) -> dict[int, NDArray[np.int64]]:
        by_text: dict[bytes, list[int]] = {}
        for token, text in enumerate(self.vocabulary[:_TEXT_TOKENS]):
            by_text.setdefault(text.lower(), []).append(token)
        return {
            token: np.array(tokens, np.int64)
            for tokens in by_text.values()
            if len(tokens) > 1
            for token in tokens
        }

    @cached_property
    def _digit_mark(self) -> int:
        return self.vocabulary.index(_MARK)

    @cached_property
    def _number_words(self) -> NDArray[np.int64]:
        wanted = {_MARK + word.encode() for word in NUMBER_WORDS}
        return np.array([t for t, text in enumerate(self.vocabulary) if text.lower() in wanted], np.int64)

    @cached_property
    def _number_set(self) -> frozenset[int]:
        return frozenset(self._number_words.tolist())


def _past(present: str) -> str:
    return present.replace("present", "past_key_values")


def _bundled() -> Path:
    """The model's folder inside the wheel, found without importing the wheel's library."""
    from importlib.util import find_spec

    spec = find_spec("moonshine_voice")
    if spec is None or not spec.origin:
        raise EngineUnavailable("The package moonshine-voice is not installed.", mend=_MEND)
    return Path(spec.origin).parent / "assets" / "tiny-en"
