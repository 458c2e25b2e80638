"""A small mutation tester: changes one operator or figure at a time and asks whether the checks notice.

mutmut and cosmic-ray start a process for each mutant; here a fork of a warm interpreter imports the
mutated module in place of the real one, which makes some hundred mutants a minute possible.
"""

from __future__ import annotations

import ast
import importlib.abc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.Add,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change of one file."""

    path: Path
    line: int
    change: str
    code: CodeType


class _Change(ast.NodeTransformer):
    """Applies the change number `wanted`; counts all possible changes on the way."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.seen, self.line, self.change = wanted, -1, 0, ""

    def _here(self, node: ast.AST, change: str) -> bool:
        self.seen += 1
        if self.seen == self.wanted:
            self.line, self.change = getattr(node, "lineno", 0), change
        return self.seen == self.wanted

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        for number, op in enumerate(node.ops):
            other = _COMPARE[type(op)]
            if self._here(node, f"{type(op).__name__} → {other.__name__}"):
                node.ops[number] = other()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self._here(node, "and ↔ or"):
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self._here(node, "not removed"):
            return node.operand
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        text = any(isinstance(s, ast.JoinedStr | ast.Tuple) or _is_text(s) for s in (node.left, node.right))
        other = _ARITHMETIC.get(type(node.op))
        if other and not text and self._here(node, f"{type(node.op).__name__} → {other.__name__}"):
            node.op = other()
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            if self._here(node, f"{node.value} flipped"):
                return ast.copy_location(ast.Constant(not node.value), node)
        elif isinstance(node.value, int | float) and self._here(node, f"{node.value} + 1"):
            return ast.copy_location(ast.Constant(node.value + 1), node)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if self._here(node, "condition always true"):
            node.test = ast.copy_location(ast.Constant(True), node.test)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node  # The wording of a message is not a decision.

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = [self.visit(statement) for statement in node.body]
        node.args.defaults = [self.visit(default) for default in node.args.defaults]
        node.args.kw_defaults = [d and self.visit(d) for d in node.args.kw_defaults]
        return node


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    source, wanted = path.read_text(encoding="utf-8"), 0
    while True:
        change = _Change(wanted)
        tree = ast.fix_missing_locations(change.visit(ast.parse(source)))
        if change.seen < wanted:
            return
        yield Mutant(path, change.line, change.change, compile(tree, str(path), "exec"))
        wanted += 1


def unchanged(path: Path) -> Mutant:
    """The file as it is: the control that a check must let live."""
    return Mutant(path, 0, "unchanged", compile(path.read_text(encoding="utf-8"), str(path), "exec"))


class _Replace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutated code under the module's name."""

    def __init__(self, module: str, mutant: Mutant) -> None:
        self.module, self.mutant = module, mutant

    def find_spec(
        self, name: str, path: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self.module:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=str(self.mutant.path))

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.mutant.path)
        exec(self.mutant.code, module.__dict__)


def survives(
    mutant: Mutant, module: str, package: str, check: Callable[[], bool], *, seconds: int = 60
) -> bool:
    """Whether `check` still holds with the mutant in place; a crash or a time-out is a kill.

    All modules of `package` are imported anew in a forked process, so that the mutant reaches them.
    """
    child = os.fork()
    if child == 0:
        verdict = 1
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(seconds)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            for name in [n for n in sys.modules if n.split(".")[0] == package]:
                del sys.modules[name]
            sys.meta_path.insert(0, _Replace(module, mutant))
            verdict = 0 if check() else 1
        finally:
            os._exit(verdict)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0
