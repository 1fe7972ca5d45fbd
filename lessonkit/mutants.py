"""Small changes to a piece of code that a test of it has to notice, made one at a time in its syntax tree."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

SWAPPED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.MatMult: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.And: ast.Or, ast.Or: ast.And, ast.USub: ast.UAdd, ast.UAdd: ast.USub, ast.Invert: ast.UAdd,
}  # fmt: skip
# Methods of strings that make texts alike before they are compared: without one, texts that differ a little are missed.
LEVELLING = {"strip", "lstrip", "rstrip", "lower", "casefold", "replace", "removeprefix", "removesuffix"}
ANNOTATIONS = {"annotation", "returns", "decorator_list", "type_params"}  # nothing that runs in a test depends on them


@dataclass(frozen=True)
class Mutant:
    """One change: its line, the smallest statement around it before and after, and the whole program after it."""

    line: int
    was: str
    became: str
    program: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a program, in the order of its lines."""
    tree = ast.parse(source)
    yield from sorted(within(tree, tree, tree), key=lambda mutant: mutant.line)


def within(tree: ast.Module, statement: ast.AST, node: ast.AST) -> Iterator[Mutant]:
    """The mutants of all parts of a node; `statement` is the smallest one around it."""
    for field, value in ast.iter_fields(node):
        if field in ANNOTATIONS:
            continue
        parts = value if isinstance(value, list) else [value]
        for at, part in enumerate(parts):
            if not isinstance(part, ast.AST) or is_for_people(node, field, at, part):
                continue
            around = part if isinstance(part, ast.stmt | ast.comprehension) else statement
            for other in variants(part):
                with_part(node, field, at, other)
                changed = shown(around) if around is not part else shown(other)
                program = ast.unparse(ast.fix_missing_locations(tree))
                with_part(node, field, at, part)
                yield Mutant(getattr(part, "lineno", 0) or getattr(around, "lineno", 0), shown(around), changed, program)
            yield from within(tree, around, part)


def with_part(node: ast.AST, field: str, at: int, part: ast.AST) -> None:
    """Put a part in the place of what a field, or a place in its list, holds."""
    if isinstance(getattr(node, field), list):
        getattr(node, field)[at] = part
    else:
        setattr(node, field, part)


def shown(statement: ast.AST) -> str:
    """A statement on one line, a compound one without its body."""
    if hasattr(statement, "body") and not isinstance(statement, ast.Module):
        statement = copy.copy(statement)
        statement.body, statement.orelse, statement.handlers, statement.finalbody = [ast.Expr(ast.Constant(...))], [], [], []
        return " ".join(ast.unparse(ast.fix_missing_locations(statement)).split()).removesuffix(" ...")
    return " ".join(ast.unparse(ast.fix_missing_locations(statement)).split())


def is_for_people(node: ast.AST, field: str, at: int, part: ast.AST) -> bool:
    """Docstrings, the words of an f-string, and what a fault says, which is its third argument."""
    match node, part:
        case ast.JoinedStr(), ast.Constant():
            return True
        case _, ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id="Fault")), _:
            return field == "args" and at == 2
    return False


def variants(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of one node."""
    match node:
        case ast.operator() | ast.unaryop() | ast.boolop() | ast.cmpop() if type(node) in SWAPPED:
            yield SWAPPED[type(node)]()
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BoolOp():
            yield from node.values
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.If() | ast.While():
            yield changed(node, test=negated(node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield from (changed(node, ifs=[*node.ifs[:at], *node.ifs[at + 1 :]]) for at in range(len(node.ifs)))
        case ast.Call(func=ast.Attribute(attr=name)) if name in LEVELLING:
            yield node.func.value
        case ast.Return(value=ast.AST() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield changed(node, value=ast.Constant(None))
        case ast.Expr() | ast.Raise() | ast.AugAssign():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield ast.Constant("" if value else "\N{BULLET}")


def changed(node: ast.AST, **fields) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def negated(test: ast.expr) -> ast.expr:
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return test.operand
    return ast.UnaryOp(ast.Not(), test)
