"""What a cell says about an error: its traceback, and a sentence for a learner where there is one.

The sentences are in `sentences/`, a file a language.
"""

import functools
import itertools
import math
import pathlib
import re
import traceback

import numpy

from .wording import words_in

SENTENCES = pathlib.Path(__file__).resolve().with_name("sentences")

# Kinds of errors, what Python and NumPy say of them, and the key of the sentence that explains
# it: the first that fits. Of a syntax error the reader's line follows what Python says.
EXPLAINED = [
    (EOFError, [("input", "")]),
    (RecursionError, [("recursion", "")]),
    (MemoryError, [("memory", "")]),
    (FileNotFoundError, [("file", "")]),
    (ZeroDivisionError, [("zero", "")]),
    (KeyError, [("key", r"(.+)")]),
    (
        OverflowError,
        [
            ("memory", r"index-sized integer"),
            ("integer", r"too large to convert to C|out of bounds for u?int"),
        ],
    ),
    (
        ImportError,
        [
            ("javascript", r"'js'"),
            ("member", r"cannot import name '(.+?)' from '(.+?)'"),
            ("import", ""),
        ],
    ),
    (
        NameError,
        [
            ("local", r"local variable '(\w+)'"),
            ("numpy", r"name '(\w+)' is not defined"),
            ("forgotten", r"forget to import '(\w+)'"),
            ("alike", r"name '(\w+)' is not defined\. Did you mean: '(.+?)'"),
            ("name", r"name '(\w+)'"),
        ],
    ),
    (
        AttributeError,
        [
            ("javascript", r"^(?:document|window|fetch)\b"),
            ("none", r"NoneType"),
            ("attributes", r"'(?:list|tuple|int|float)' object has no attribute '(\w+)'"),
            ("alike", r"no attribute '(\w+)'.* Did you mean: '(.+?)'"),
            ("attribute", r"no attribute '(\w+)'(?!\.\n)"),  # where NumPy has no advice
        ],
    ),
    (
        TypeError,
        [
            ("none", r"NoneType"),
            ("call", r"object is not callable"),
            ("missing", r"([\w<>]+)\(\) missing .*required"),
            ("arguments", r"([\w<>]+)\(\) takes .*argument"),
            ("keyword", r"unexpected keyword argument '(\w+)'"),
            ("keyword", r"'(\w+)' is an invalid keyword argument"),
            ("shape", r"Cannot interpret .* as a data type"),
            ("sizes", r"'tuple' object cannot be interpreted as an integer"),
            ("whole", r"'float' object cannot be interpreted as an integer"),
            (
                "whole",
                r"expected a sequence of integers|indices must be integers or slices, not float",
            ),
            ("power", r"bitwise_xor|operand type\(s\) for \^"),
            ("lists", r"operand type\(s\) for .*'(?:list|tuple)'|concatenate (?:list|tuple)"),
            ("lists", r"multiply sequence by non-int"),
            ("text", r"operand type\(s\) for .*'str'|concatenate str|dtype\('<U"),
            ("iterate", r"'(?:int|float|numpy\.\w+)' object is not iterable|iteration over a 0-d"),
            ("iterate", r"non-iterable (?:int|float|numpy)"),
            ("elements", r"not subscriptable"),
            ("format", r"unsupported format string passed to numpy\.ndarray"),
            ("join", r"only integer scalar arrays can be converted to a scalar index"),
        ],
    ),
    (
        (ValueError, IndexError),
        [
            ("matmul", r"core dimension .*\(size (\d+) is different from (\d+)\)"),
            ("single", r"does not have enough dimensions \(has 0"),
            ("dot", r"shapes .* not aligned: (\d+) \(dim (\d+)\) != (\d+) \(dim (\d+)\)"),
            ("broadcast", r"could not be broadcast together with shapes ((?:\([\d,]*\) ?)+)"),
            ("einsum", r"could not be broadcast together with remapped shapes"),
            ("subscripts", r"einstein sum|einsum"),
            ("assign", r"broadcast input array from shape \(([\d,]*)\) into shape \(([\d,]*)\)"),
            ("reshape", r"cannot reshape array of size (\d+) into shape \(([\d,]*)\)"),
            ("reshape_rest", r"cannot reshape array of size (\d+) into shape \((.*)\)"),
            (
                "concatenate",
                r"along dimension (\d+), the array at index (\d+) has size (\d+)"
                r" and .* index (\d+) has size (\d+)",
            ),
            ("axes", r"must have same number of dimensions"),
            ("stack", r"all input arrays must have the same shape"),
            ("empty", r"index (-?\d+) is out of bounds for axis (\d+) with size 0"),
            ("index", r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)"),
            ("scalar", r"axis (-?\d+) is out of bounds for array of dimension 0"),
            ("axis", r"axis (-?\d+) is out of bounds for array of dimension (\d+)"),
            ("indices", r"array is (\d+)-dimensional, but (\d+) were indexed"),
            ("whole", r"only integers, slices"),
            ("elements", r"invalid index to scalar variable"),
            ("ragged", r"inhomogeneous shape"),
            ("truth", r"truth value of an array"),
            ("unpack", r"values to unpack \(expected (?:at least )?(\d+)"),
            ("number", r"invalid literal for int\(\)|could not convert string to float"),
            ("memory", r"array is too big|Maximum allowed \w+ exceeded|iterator is too large"),
        ],
    ),
    (TabError, [("tabs", "")]),
    (
        IndentationError,
        [
            ("indent", r"expected an indented block"),
            ("indented", r"unexpected indent"),
            ("column", r"unindent does not match"),
        ],
    ),
    (
        SyntaxError,
        [
            ("prompt", r"\n\s*(?:>>>|\.\.\.)"),
            ("shell", r"\n\s*(?:!|(?:pip|conda) install)"),
            ("magic", r"\n\s*%"),
            ("typed", r"invalid character '(.)'"),
            ("character", r"invalid character '(.)'"),
            ("invisible", r"invalid non-printable character (U\+\w+)"),
            ("unclosed", r"^'(.)' was never closed"),
            ("unopened", r"^unmatched '(.)'"),
            ("brackets", r"closing parenthesis '(.)' does not match opening parenthesis '(.)'"),
            ("quotes", r"unterminated triple-quoted"),
            ("quote", r"unterminated (?:\w-)?string"),
            ("braces", r"f-string: (?:expecting|single|empty|valid)"),
            ("compare", r"meant ['\"]=="),
            ("colon", r"expected ':'"),
            (
                "colon",
                r"^invalid syntax.*\n\s*(?:if|elif|else|for|while|def|class|with|try)\b[^:=]*$",
            ),
            ("comma", r"forgot a comma"),
            ("statement", r"Missing parentheses in call to '(\w+)'"),
            ("digit", r"invalid decimal literal"),
            ("outside", r"outside function|outside loop|not properly in loop"),
            ("syntax", ""),
        ],
    ),
]

COUNTERPART = dict(zip("()[]{}", ")(][}{"))
# What word processors and web pages write, and what Python reads in its place.
TYPED = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("–—―−‐‑", "-"),
    "×": "*",
    "⋅": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "²": "**2",
    "³": "**3",
    **{chr(code + 0xFEE0): chr(code) for code in range(ord("!"), ord("~") + 1)},  # full width
    "、": ",",
    "。": ".",
}


def explain(error, cells, modules, language):
    """The traceback with the lines of the reader's cells only, and a sentence where there is one.

    `modules` names those of the lesson, which cells may import.
    """
    told = traceback.TracebackException.from_exception(error)
    keep_own_lines(told, cells)
    text = "".join(told.format())
    if isinstance(error, ImportError):  # Pyodide goes on with advice that does not hold here
        text = text.replace(str(told), str(told).partition("\n")[0])
    sentence = explanation(error, str(told), modules, language)
    return f"{text}\n{sentence}\n" if sentence else text


def keep_own_lines(told, cells):
    told.stack[:] = [frame for frame in told.stack if frame.filename in cells]
    for earlier in (told.__cause__, told.__context__):
        if earlier:
            keep_own_lines(earlier, cells)


def line_in(error, name):
    """The line of this cell that failed, 0 where it was none of its lines."""
    if isinstance(error, SyntaxError) and error.filename == name:
        return error.lineno or 0
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == name
    ]
    return lines[-1] if lines else 0


def explanation(error, message, modules, language):
    """The sentence that says what to do, or None where there is none for this error."""
    said = f"{message}\n{error.text}" if isinstance(error, SyntaxError) else message
    for key, pattern in patterns_for(error):
        match = re.search(pattern, said)
        found = match and details(key, (modules,) if key == "import" else match.groups())
        if found is not None:
            return sentences(language)[key].format(*found)
    return None


@functools.cache
def sentences(language):
    """All sentences by key; in English what a language lacks."""
    return words_in(SENTENCES, language)


def patterns_for(error):
    return itertools.chain(*(rows for kind, rows in EXPLAINED if isinstance(error, kind)))


def details(key, found):
    """What a sentence names: what the message names, or what follows from it; None where this
    sentence is not the right one."""
    if key == "matmul":
        return found[1], found[0]
    if key == "broadcast":
        shapes = [tuple(map(int, re.findall(r"\d+", shape))) for shape in found[0].split()]
        return next(filter(None, itertools.starmap(clash, itertools.combinations(shapes, 2))), None)
    if key == "assign":
        return tuple(f"({shape})" for shape in found)
    if key in ("reshape", "reshape_rest"):
        # NumPy's message leaves out a -1 in front and calls another one newaxis.
        size = math.prod(map(int, re.findall(r"\d+", found[1])))
        if key == "reshape" and size and int(found[0]) % size:
            return None
        return found[0], f"({found[1].replace('newaxis', '-1')})", size
    if key == "index":
        return (*found, int(found[2]) - 1)
    if key == "axis":
        return (*found, int(found[1]) - 1)
    if key == "numpy":
        return found if hasattr(numpy, found[0]) else None
    if key == "attributes":
        return found if hasattr(numpy.ndarray, found[0]) else None
    if key == "typed":
        return (*found, TYPED[found[0]]) if found[0] in TYPED else None
    if key in ("unclosed", "unopened", "brackets"):
        return (*found, COUNTERPART[found[-1]])
    return found


def clash(left, right):
    """The first axis from the right on which two shapes do not fit, or None."""
    for back, (a, b) in enumerate(zip(reversed(left), reversed(right)), 1):
        if a != b and 1 not in (a, b):
            return left, right, -back, a, b
    return None
