"""A Whisper model of two megabytes that hears one fixed script, whatever is said.

Built with numpy alone for CTranslate2, so that tests drive the real faster-whisper path (features,
encoder, beam search, timestamps, tokenizer) with no download. Attention and feed-forward weights are
zero: each token's embedding alone decides the next, a chain that spells the script.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
from ctranslate2.specs.whisper_spec import WhisperSpec
from tokenizers import decoders, models, pre_tokenizers

WIDTH, MELS, POSITIONS = 64, 80, 448
SPECIALS = [
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
]


def build(folder: Path, script: str, *, seconds: float = 3.0, sureness: float = 0.5) -> Path:
    """Write the model to `folder`. `sureness` scales the logits: low values make a doubtful segment."""
    folder.mkdir(parents=True, exist_ok=True)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = _unique_tokens(script)
    stamps = [f"<|{i * 0.02:.2f}|>" for i in range(1501)]
    vocabulary = [*alphabet, *words, *SPECIALS, *stamps]
    ids = {token: index for index, token in enumerate(vocabulary)}
    assert len(ids) == len(vocabulary)
    _save_tokenizer(folder, ids, alphabet + words, SPECIALS + stamps)
    chain = ["<|startoftranscript|>", "<|0.00|>", *words, f"<|{seconds:.2f}|>", "<|endoftext|>"]
    spec = _spec(ids, chain, words, sureness)
    spec.register_vocabulary(vocabulary)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [ids["<|endoftext|>"]]
    spec.config.lang_ids = [ids["<|en|>"]]
    spec.config.alignment_heads = [[0, 0]]
    spec.validate()
    spec.optimize(quantization=None)
    spec.save(str(folder))
    if not (folder / "vocabulary.json").exists():
        (folder / "vocabulary.json").write_text(json.dumps(vocabulary))
    return folder


def _unique_tokens(script: str) -> list[str]:
    """One token a word; a word said again is glued to the one before, for the chain needs each once."""
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokens: list[str] = []
    for word in script.split():
        token = "".join(piece for piece, _ in byte_level.pre_tokenize_str(f" {word}"))
        while token in tokens:
            token = tokens.pop() + token
        tokens.append(token)
    return tokens


def _save_tokenizer(folder: Path, ids: dict[str, int], text: list[str], special: list[str]) -> None:
    tokenizer = tokenizers.Tokenizer(models.BPE(vocab={token: ids[token] for token in text}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(special)
    tokenizer.save(str(folder / "tokenizer.json"))


def _spec(ids: dict[str, int], chain: list[str], words: list[str], sureness: float) -> WhisperSpec:
    embedding = np.zeros((len(ids), WIDTH), np.float32)
    random = np.random.default_rng(0)
    for row in embedding:
        row[:] = random.permutation(np.repeat([1.0, -1.0], WIDTH // 2))
    projection = np.zeros_like(embedding)
    for token, following in pairwise(chain):
        projection[ids[following]] += sureness * embedding[ids[token]]
    projection[ids[words[0]]] += sureness * embedding[ids["<|notimestamps|>"]]
    projection[ids["<|endoftext|>"]] += 0.6 * sureness * embedding[ids[words[-1]]]
    spec = WhisperSpec(1, 2, 1, 2)
    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = _zeros(WIDTH, MELS, 3), _zeros(WIDTH)
    encoder.conv2.weight, encoder.conv2.bias = _zeros(WIDTH, WIDTH, 3), _zeros(WIDTH)
    encoder.position_encodings.encodings = _zeros(1500, WIDTH)
    decoder.embeddings.weight = embedding
    decoder.position_encodings.encodings = _zeros(POSITIONS, WIDTH)
    decoder.projection.weight = projection
    for part in (encoder, decoder):
        _norm(part.layer_norm)
        for layer in part.layer:
            _attention(layer.self_attention, (3 * WIDTH, WIDTH))
            if part is decoder:
                _attention(layer.attention, (WIDTH, 2 * WIDTH, WIDTH))
            _norm(layer.ffn.layer_norm)
            _linear(layer.ffn.linear_0, 2 * WIDTH, WIDTH)
            _linear(layer.ffn.linear_1, WIDTH, 2 * WIDTH)
    return spec


def _attention(layer: Any, widths: tuple[int, ...]) -> None:
    _norm(layer.layer_norm)
    for linear, width in zip(layer.linear, widths, strict=True):
        _linear(linear, width, WIDTH)


def _norm(layer: Any) -> None:
    layer.gamma, layer.beta = np.ones(WIDTH, np.float32), _zeros(WIDTH)


def _linear(layer: Any, rows: int, columns: int) -> None:
    layer.weight, layer.bias = _zeros(rows, columns), _zeros(rows)


def _zeros(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.float32)
