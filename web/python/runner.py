"""Runs the reader's cells inside the page's Python, and words what went wrong for a learner.

It is plain Python, so the tests run it without a browser too.
"""

import ast
import contextlib
import copy
import functools
import importlib
import io
import itertools
import json
import linecache
import math
import os
import pathlib
import random
import re
import shutil
import sys
import traceback
import types
import warnings

import numpy
import numpy.random

main = types.ModuleType("__main__")
exercise = {}
modules = ""  # of the lesson, which cells may import
cells = set()
PRINTED, ERRORS = numpy.get_printoptions(), numpy.geterr()

WORDS = {
    "en": {
        "matmul": (
            "In a @ b the last axis of a and the first of b's last two axes (its only one, where"
            " b is a vector) must have the same size; here they have {0} and {1}."
        ),
        "single": "@ multiplies vectors and matrices: to multiply by a single number, write *.",
        "dot": (
            "The last axis of the left array has size {0}, axis {3} of the right one {2}; they"
            " must be equal."
        ),
        "broadcast": (
            "Lined up from the right, shapes {0} and {1} do not fit: axis {2} has size {3} in one"
            " and {4} in the other. Sizes must be equal, or one of them 1."
        ),
        "assign": (
            "Lined up from the right, each axis of shape {0} must have the size of its"
            " counterpart in shape {1}, or 1; an axis without a counterpart, 1."
        ),
        "reshape": "Shape {1} needs {2} numbers, but the array holds {0}.",
        "reshape_rest": (
            "Shape {1} needs {2} numbers, or with a -1 a multiple of {2}, but the array holds {0}."
        ),
        "concatenate": (
            "Along axis {0}, one array has size {2}, another {4}; only the axis that is joined"
            " may differ."
        ),
        "axes": (
            "Arrays that are joined must have the same number of axes: x[None] adds one in front."
        ),
        "stack": "Arrays that are stacked must all have the same shape.",
        "einsum": (
            "In einsum, axes with the same letter must have the same size: compare the letters"
            " with the shapes."
        ),
        "subscripts": (
            "Give einsum one letter for each axis of each array; after -> write letters from"
            " before it, each once."
        ),
        "index": (
            "Axis {1} has size {2}, so its indices go from 0 to {3}, or from -{2} to -1 counted"
            " from the end; {0} is outside."
        ),
        "empty": "Axis {1} has size 0: nothing is in it, so there is no index {0} either.",
        "axis": (
            "An array with {1} axes has the axes 0 to {2}, or -{1} to -1 counted from the end;"
            " there is no axis {0}."
        ),
        "scalar": "A single number has no axes, so there is no axis {0} either.",
        "indices": (
            "The array has fewer axes than the indices between the brackets: {0} axes, {1} indices."
        ),
        "ragged": "The rows of an array must all have the same length.",
        "truth": (
            "Say which you mean: .any() is true if one element is, .all() if every element is."
        ),
        "unpack": (
            "Write as many names on the left as there are values on the right: here there are {0}"
            " names."
        ),
        "number": (
            "int(…) takes text of digits only, float(…) also a decimal point: no letters, no comma."
        ),
        "memory": "This needs more memory than the browser gives. Make the array smaller.",
        "integer": (
            "NumPy's integers have 32 bits in this page and end at 2147483647: use decimal"
            " numbers, 2.0 ** 40, or Python's own integers."
        ),
        "javascript": (
            "The Python of this page has no access to the page or the network: compute with it,"
            " and print."
        ),
        "member": "There is no {0} in {1}: check the spelling of the name.",
        "import": (
            "Only NumPy, Python's standard library and the lesson's {0} can be imported in"
            " this page; check the spelling of the name."
        ),
        "input": "Nobody can type into the Python of this page: write the value into the code.",
        "file": (
            "The Python of this page has only files of the lesson, none of yours: check the name,"
            " or write the values into the code."
        ),
        "recursion": (
            "The function calls itself without end: it needs a case that returns without calling"
            " itself."
        ),
        "local": (
            "The function assigns {0}, so {0} is a variable of its own: assign it before this"
            " line, or pass it as an argument."
        ),
        "numpy": "If you mean NumPy's {0}, write np.{0}; otherwise assign {0} above this line.",
        "forgotten": "Write import {0} above this line.",
        "alike": "There is no {0} here, but there is {1}: check the spelling.",
        "name": (
            "Nothing has given {0} a value: check the spelling, assign it above this line, or put"
            " it in quotes if it is text."
        ),
        "none": (
            "One of the values is None: find out where it comes from, for example a function"
            " without return."
        ),
        "attributes": "Only an array has .{0}: make one with np.array(…).",
        "attribute": (
            "There is no .{0} here: check the spelling, or see what there is with print(dir(…))."
        ),
        "call": (
            "Only functions are called with ( ): elements are taken with [ ], products need *,"
            " .shape and .T have no brackets."
        ),
        "missing": "Write the missing values between the brackets of {0}(…).",
        "arguments": (
            "Give {0}(…) fewer values; those that belong together, such as a shape, are in"
            " brackets of their own: (2, 3)."
        ),
        "keyword": (
            "No argument is called {0} here: check the name. NumPy says axis and keepdims where"
            " PyTorch says dim and keepdim."
        ),
        "shape": "A shape is in brackets of its own: np.zeros((2, 3)).",
        "sizes": (
            "This function takes its sizes one by one, without brackets of their own: rand(2, 3)."
        ),
        "whole": "Sizes, counts and indices are whole numbers: divide with //, or write int(…).",
        "power": "A power is written x ** 2: ^ is another operation in Python.",
        "lists": "Make arrays of lists before you compute with them: np.array([1, 2]).",
        "text": (
            "Text and numbers do not mix: make text into a number with float(…), or a number into"
            " text with str(…)."
        ),
        "iterate": "A single number has no elements: to count up to it, write range(…).",
        "elements": (
            "Only arrays, lists, tuples, dicts and text have elements to take with [ ]; functions"
            " are called with ( )."
        ),
        "format": (
            "A format such as :.2f is for one number: take one element, or print np.round(x, 2)."
        ),
        "join": "Put the arrays to be joined in one list: np.concatenate([a, b]).",
        "key": "There is no key {0}: print(list(…)) shows the keys that a dict has.",
        "zero": (
            "The divisor is 0: find out where it comes from, or treat that case separately with if."
        ),
        "prompt": (
            "Copy only the code: delete >>> and ... at the start of the lines, and the output"
            " below them."
        ),
        "shell": (
            "This page runs Python, not commands of a terminal, and nothing has to be installed:"
            " delete this line."
        ),
        "magic": (
            "Commands that begin with % belong to Jupyter and do not work here: delete this line."
        ),
        "typed": "Write {1} in place of {0}: Python does not understand this character in code.",
        "character": (
            "Python does not understand {0} in code: delete it, or put it inside quotes or a"
            " comment."
        ),
        "invisible": (
            "An invisible character ({0}) is in this line, probably from a paste: delete it, and"
            " type a space if one is needed."
        ),
        "unclosed": "Add the closing bracket {1} that belongs to this {0}.",
        "unopened": "Delete this {0}, or add the opening bracket {1} that belongs to it.",
        "brackets": "Close the bracket {1} with {2}, not with {0}.",
        "quote": (
            "End the text in the same line with the quote that it begins with; text with an"
            ' apostrophe is in double quotes: "it\'s".'
        ),
        "quotes": "End the text with the three quotes that it begins with.",
        "braces": (
            "In an f-string, an expression is between {{ and }}; a brace that is text is written"
            " twice."
        ),
        "compare": "= assigns a value to the name on its left: to compare two values, write ==.",
        "colon": "End this line with a colon, and indent the lines below that belong to it.",
        "comma": "Separate the values in brackets with commas; a product needs *.",
        "statement": "{0} is a function: write {0}(…).",
        "digit": "A product needs *, as in 2 * x, and a name does not begin with a digit.",
        "outside": (
            "return belongs in a function, break and continue in a loop: check how this line is"
            " indented."
        ),
        "indent": "Indent the lines that belong to the line with the colon by four spaces.",
        "indented": (
            "Delete the spaces at the start of this line: only lines below a colon are indented."
        ),
        "column": "Start this line in the same column as the lines that it belongs with.",
        "tabs": "Indent with spaces only: these lines mix tabs and spaces.",
        "syntax": (
            "Look at the ^ and just before it: is a bracket, quote, comma, colon or operator"
            " missing, or one too many?"
        ),
    },
    "vi": {
        "matmul": (
            "Trong a @ b, trục cuối của a và trục áp chót của b (trục duy nhất, nếu b là vector)"
            " phải dài bằng nhau; ở đây là {0} và {1}."
        ),
        "single": "@ nhân vector và ma trận: muốn nhân với một số, hãy viết *.",
        "dot": (
            "Trục cuối của mảng bên trái dài {0}, trục {3} của mảng bên phải dài {2}; hai số phải"
            " bằng nhau."
        ),
        "broadcast": (
            "Căn từ bên phải, shape {0} và {1} không khớp: trục {2} dài {3} ở mảng này và {4} ở"
            " mảng kia. Hai độ dài phải bằng nhau, hoặc một trong hai là 1."
        ),
        "assign": (
            "Căn từ bên phải, mỗi trục của shape {0} phải dài bằng trục tương ứng của shape {1},"
            " hoặc dài 1; trục không có trục tương ứng thì phải dài 1."
        ),
        "reshape": "Shape {1} cần {2} số, nhưng mảng có {0} số.",
        "reshape_rest": (
            "Shape {1} cần {2} số (có -1 thì cần một bội của {2}), nhưng mảng có {0} số."
        ),
        "concatenate": (
            "Dọc trục {0}, một mảng dài {2}, mảng khác dài {4}; chỉ trục được nối mới được khác"
            " nhau."
        ),
        "axes": "Các mảng được nối phải có cùng số trục: x[None] thêm một trục ở đầu.",
        "stack": "Các mảng được xếp chồng phải có cùng shape.",
        "einsum": (
            "Trong einsum, các trục cùng chữ cái phải dài bằng nhau: hãy so các chữ cái với shape."
        ),
        "subscripts": (
            "Trong einsum, mỗi trục của mỗi mảng cần một chữ cái; sau -> là các chữ đã có ở"
            " trước, mỗi chữ một lần."
        ),
        "index": (
            "Trục {1} dài {2} nên chỉ số đi từ 0 đến {3}, hoặc từ -{2} đến -1 nếu đếm từ cuối;"
            " {0} nằm ngoài."
        ),
        "empty": "Trục {1} dài 0, không có phần tử nào, nên cũng không có chỉ số {0}.",
        "axis": (
            "Mảng có {1} trục thì các trục là từ 0 đến {2}, hoặc từ -{1} đến -1 nếu đếm từ cuối;"
            " không có trục {0}."
        ),
        "scalar": "Một số đơn lẻ không có trục nào, nên cũng không có trục {0}.",
        "indices": (
            "Trong ngoặc có nhiều chỉ số hơn số trục của mảng: mảng có {0} trục, mà có {1} chỉ số."
        ),
        "ragged": "Các hàng của một mảng phải dài bằng nhau.",
        "truth": (
            "Hãy nói rõ: .any() đúng khi có ít nhất một phần tử đúng, .all() đúng khi mọi phần tử"
            " đều đúng."
        ),
        "unpack": "Số tên ở bên trái phải bằng số giá trị ở bên phải: ở đây có {0} tên.",
        "number": (
            "int(…) chỉ nhận chuỗi gồm các chữ số, float(…) nhận cả dấu chấm thập phân: không có"
            " chữ cái, không có dấu phẩy."
        ),
        "memory": "Cần nhiều bộ nhớ hơn trình duyệt cho phép. Hãy làm mảng nhỏ lại.",
        "integer": (
            "Số nguyên của NumPy trong trang này có 32 bit, lớn nhất là 2147483647: hãy dùng số"
            " thập phân, 2.0 ** 40, hoặc số nguyên của Python."
        ),
        "javascript": (
            "Python của trang này không truy cập được trang web và mạng: chỉ dùng nó để tính và"
            " in kết quả."
        ),
        "member": "Trong {1} không có {0}: hãy xem lại tên có viết đúng không.",
        "import": (
            "Trang này chỉ import được NumPy, thư viện chuẩn của Python và {0} của bài học;"
            " hãy xem lại tên có viết đúng không."
        ),
        "input": "Không thể gõ vào Python của trang này: hãy viết giá trị vào code.",
        "file": (
            "Python của trang này chỉ có tệp của bài học, không có tệp của bạn: hãy xem lại tên,"
            " hoặc viết thẳng các giá trị vào code."
        ),
        "recursion": "Hàm gọi chính nó mãi: cần một trường hợp trả về mà không gọi lại chính nó.",
        "local": (
            "Hàm này có gán {0} nên {0} là biến riêng của hàm: hãy gán trước dòng này, hoặc"
            " truyền vào làm đối số."
        ),
        "numpy": (
            "Nếu muốn dùng {0} của NumPy, hãy viết np.{0}; nếu không, hãy gán {0} ở trên dòng này."
        ),
        "forgotten": "Hãy viết import {0} ở trên dòng này.",
        "alike": "Ở đây không có {0}, nhưng có {1}: hãy xem lại cách viết.",
        "name": (
            "Chưa có dòng nào gán giá trị cho {0}: hãy xem lại cách viết, gán nó ở trên dòng này,"
            " hoặc đặt trong dấu nháy nếu đó là chuỗi."
        ),
        "none": (
            "Có một giá trị là None: hãy tìm xem nó từ đâu ra, ví dụ từ một hàm không có return."
        ),
        "attributes": "Chỉ mảng mới có .{0}: hãy tạo mảng bằng np.array(…).",
        "attribute": (
            "Ở đây không có .{0}: hãy xem lại cách viết, hoặc xem có những gì bằng print(dir(…))."
        ),
        "call": (
            "Chỉ hàm mới được gọi bằng ( ): lấy phần tử thì dùng [ ], phép nhân cần *, còn .shape"
            " và .T không có ngoặc."
        ),
        "missing": "Hãy viết các giá trị còn thiếu vào trong ngoặc của {0}(…).",
        "arguments": (
            "Hãy truyền cho {0}(…) ít giá trị hơn; các giá trị đi cùng nhau, như shape, nằm trong"
            " ngoặc riêng: (2, 3)."
        ),
        "keyword": (
            "Ở đây không có đối số tên {0}: hãy xem lại tên. NumPy viết axis và keepdims, PyTorch"
            " viết dim và keepdim."
        ),
        "shape": "Shape nằm trong ngoặc riêng: np.zeros((2, 3)).",
        "sizes": "Hàm này nhận từng kích thước một, không có ngoặc riêng: rand(2, 3).",
        "whole": (
            "Kích thước, số lần và chỉ số phải là số nguyên: hãy chia bằng //, hoặc viết int(…)."
        ),
        "power": "Lũy thừa viết là x ** 2: trong Python, ^ là phép toán khác.",
        "lists": "Hãy đổi list thành mảng trước khi tính: np.array([1, 2]).",
        "text": (
            "Chuỗi và số không tính chung được: hãy đổi chuỗi thành số bằng float(…), hoặc đổi số"
            " thành chuỗi bằng str(…)."
        ),
        "iterate": "Một số đơn lẻ không có phần tử: muốn đếm đến số đó, hãy viết range(…).",
        "elements": (
            "Chỉ mảng, list, tuple, dict và chuỗi mới có phần tử để lấy bằng [ ]; hàm thì gọi"
            " bằng ( )."
        ),
        "format": (
            "Định dạng như :.2f chỉ dùng cho một số: hãy lấy một phần tử, hoặc in np.round(x, 2)."
        ),
        "join": "Hãy đặt các mảng cần nối vào một list: np.concatenate([a, b]).",
        "key": "Không có khóa {0}: print(list(…)) cho biết dict có những khóa nào.",
        "zero": "Số chia bằng 0: hãy tìm xem nó từ đâu ra, hoặc xử lý riêng trường hợp đó bằng if.",
        "prompt": (
            "Chỉ sao chép phần code: hãy xóa >>> và ... ở đầu dòng, cùng kết quả in ra bên dưới."
        ),
        "shell": (
            "Trang này chạy Python, không chạy lệnh của terminal, và không cần cài gì thêm: hãy"
            " xóa dòng này."
        ),
        "magic": "Lệnh bắt đầu bằng % là của Jupyter, không dùng được ở đây: hãy xóa dòng này.",
        "typed": "Hãy viết {1} thay cho {0}: Python không hiểu ký tự này trong code.",
        "character": (
            "Python không hiểu {0} trong code: hãy xóa nó, hoặc đặt nó trong dấu nháy hay chú"
            " thích."
        ),
        "invisible": (
            "Dòng này có ký tự không nhìn thấy ({0}), có lẽ do dán vào: hãy xóa nó, và gõ dấu"
            " cách nếu cần."
        ),
        "unclosed": "Hãy thêm ngoặc đóng {1} cho ngoặc {0} này.",
        "unopened": "Hãy xóa ngoặc {0} này, hoặc thêm ngoặc mở {1} cho nó.",
        "brackets": "Hãy đóng ngoặc {1} bằng {2}, không phải {0}.",
        "quote": (
            "Chuỗi phải kết thúc trên cùng dòng bằng dấu nháy đã mở nó; chuỗi có dấu ' bên trong"
            ' thì dùng dấu nháy kép: "it\'s".'
        ),
        "quotes": "Chuỗi phải kết thúc bằng ba dấu nháy đã mở nó.",
        "braces": (
            "Trong f-string, biểu thức nằm giữa {{ và }}; ngoặc nhọn là chữ thường thì viết hai"
            " lần."
        ),
        "compare": "= gán giá trị cho tên ở bên trái: muốn so sánh hai giá trị, hãy viết ==.",
        "colon": (
            "Hãy kết thúc dòng này bằng dấu hai chấm, và thụt lề các dòng bên dưới thuộc về nó."
        ),
        "comma": "Hãy ngăn cách các giá trị trong ngoặc bằng dấu phẩy; phép nhân cần *.",
        "statement": "{0} là hàm: hãy viết {0}(…).",
        "digit": "Phép nhân cần *, như 2 * x, và tên không bắt đầu bằng chữ số.",
        "outside": (
            "return phải nằm trong hàm, break và continue trong vòng lặp: hãy xem lại thụt lề của"
            " dòng này."
        ),
        "indent": "Hãy thụt lề bốn dấu cách cho các dòng thuộc về dòng có dấu hai chấm.",
        "indented": (
            "Hãy xóa các dấu cách ở đầu dòng này: chỉ các dòng dưới dấu hai chấm mới thụt lề."
        ),
        "column": "Hãy cho dòng này bắt đầu cùng cột với các dòng cùng khối.",
        "tabs": "Chỉ thụt lề bằng dấu cách: các dòng này dùng lẫn tab và dấu cách.",
        "syntax": (
            "Hãy nhìn chỗ dấu ^ và ngay trước đó: có thiếu hay thừa ngoặc, dấu nháy, dấu phẩy,"
            " dấu hai chấm hay phép toán không?"
        ),
    },
}

# Kinds of errors, what Python and NumPy say of them, and the sentence above that explains it: the
# first that fits. Of a syntax error the reader's line follows what Python says.
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


FIGURES = pathlib.Path(__file__).resolve().with_name("figures")

# What every program finds, with a copy from before the first: the names of all modules, such as
# `np.exp` and `sum`. What leads to the browser is left out.
MODULES, ENVIRONMENT = sys.modules.copy(), os.environ.copy()
NOT_RESTORED = re.compile(r"_*main__$|runner$|_?pyodide")
NAMES = [
    (vars(module), vars(module).copy())
    for name, module in MODULES.items()
    if isinstance(module, types.ModuleType) and not NOT_RESTORED.match(name)
]
PATH, FILTERS = sys.path[:], warnings.filters[:]
FOLDER, RECURSION = pathlib.Path.cwd(), sys.getrecursionlimit()


def begin(importable=""):
    """Forget all: what runs next finds what a program finds at its top, and may import these."""
    global modules
    modules = importable
    restore()
    cells.clear()
    main.__dict__.clear()
    main.__dict__.update(__name__="__main__", __builtins__=__builtins__)
    sys.modules["__main__"] = main
    numpy.set_printoptions(**PRINTED)
    numpy.seterr(**ERRORS)
    random.seed()
    numpy.random.seed(random.getrandbits(32))


def restore():
    """Undo what a job has done to what all jobs share.

    It calls no builtin before these are back, since `sum` or `len` may be the reader's own.
    """
    changed = [pair for pair in NAMES if differ(*pair)]
    for pair in changed:
        put_back(*pair)
    if changed:
        our_module.cache_clear()  # one may have been loaded with what was changed
        picture_words.cache_clear()
    put_back(os.environ, ENVIRONMENT)
    forget_modules()
    sys.path[:], warnings.filters[:] = PATH, FILTERS
    os.chdir(FOLDER)
    sys.setrecursionlimit(RECURSION)


def differ(names, built):
    try:
        return names != built
    except Exception:  # an array is neither equal nor unequal to something
        return True


def put_back(names, built):
    names.update(built)
    for name in names.keys() - built.keys():
        del names[name]


def forget_modules():
    """Let what a job has imported be imported anew, but for compiled modules, which cannot be."""
    sys.modules.update(MODULES)
    for name in sys.modules.keys() - MODULES.keys():
        compiled = (getattr(sys.modules[name], "__file__", None) or "").endswith(".so")
        if not compiled and not NOT_RESTORED.match(name):
            del sys.modules[name]


def run(source, name, kind, language):
    """Runs one cell; gives JSON: null, or {"text": …, "line": …} about its error."""
    os.environ["LANG"] = f"{language}.UTF-8"
    namespace = namespace_for(kind)
    cells.add(name)
    try:
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        with contextlib.redirect_stdout(unbuffered(1)), contextlib.redirect_stderr(unbuffered(2)):
            execute(source, name, namespace)
    except BaseException as raised:
        restore()  # a failed cell is a job's last, and what it has changed may be needed here
        return json.dumps({"text": explain(raised, language), "line": line_in(raised, name)})
    return "null"


def unbuffered(descriptor):
    """A stream that shows at once what is printed, new for each run."""
    return io.TextIOWrapper(
        open(descriptor, "wb", buffering=0, closefd=False), encoding="utf-8", write_through=True
    )


def namespace_for(kind):
    """Lesson cells share one namespace; an exercise works on a copy of it."""
    global exercise
    if kind == "start":
        exercise = apart(main.__dict__)
    elif kind == "check":
        exercise["solved"] = False
    return main.__dict__ if kind == "lesson" else exercise


def solved():
    """Whether the check that ran last says so, by a mark that is none of its words."""
    return exercise["solved"] is True


WRITABLE = (numpy.ndarray, list, dict, set, numpy.random.Generator)


def apart(names):
    """The same names, with copies of what can be written into; what cannot be copied is shared."""
    own, copies = dict(names), {}
    for name, value in names.items():
        if name != "__builtins__" and isinstance(value, WRITABLE):
            with contextlib.suppress(Exception):
                tried = dict(copies)  # half a copy must not take the place of another name's value
                own[name] = copy.deepcopy(value, tried)
                copies = tried
    return own


def execute(source, name, namespace):
    """As a notebook does: the value of a last line that is an expression is shown."""
    program, last = parts(source, name)
    exec(program, namespace)
    value = eval(last, namespace)
    if value is not None:
        print(repr(value))


@functools.lru_cache(1000)  # most cells of a chain are as they were in the last
def parts(source, name):
    """A cell's code, and beside it that of a last line that is an expression."""
    tree = ast.parse(source, name)
    last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    last = ast.Expression(last or ast.Constant(None, lineno=1, col_offset=0))
    kinds = ((tree, "exec"), (last, "eval"))
    return [compile(part, name, kind, dont_inherit=True) for part, kind in kinds]


def look(asked, language):
    """What the page's numbers, claims and pictures are where its lesson ends, as JSON."""
    as_shown = our_module("shown").as_shown
    asked, names = json.loads(asked), {"np": numpy, **main.__dict__}

    def value(expression):
        return eval(compiled(expression), names)

    with contextlib.redirect_stdout(io.StringIO()):
        seen = {
            "numbers": [tried(lambda: as_shown(value(n), shown)) for n, shown in asked["numbers"]],
            "claims": [tried(lambda: bool(value(holds))) for holds in asked["claims"]],
            "pictures": tried(lambda: drawn(asked["program"], language)),
        }
    return json.dumps(seen)


def tried(get):
    """Two things of which one is None: what `get` returns, and what it raises."""
    try:
        return get(), None
    except Exception as error:
        return None, traceback.format_exception_only(error)[-1].strip()


@functools.cache
def compiled(expression):
    return compile(expression.strip(), "<origin>", "eval", dont_inherit=True)


def drawn(program, language):
    """The page's pictures by name, each tried, as the page's own program draws them."""
    if not program:
        return {}
    figures, names, page = (
        our_module(program).FIGURES,
        dict(main.__dict__),
        program.replace("_", "-"),
    )
    words_of = picture_words(language)
    return {
        name: tried(lambda: draw(dict(names), words_of(page, name)))
        for name, draw in figures.items()
    }


@functools.cache
def picture_words(language):
    """A function that gives the words of a page's picture."""
    wording = our_module("wording")
    return functools.partial(wording.words_of, wording.words_in(FIGURES / "words", language))


@functools.cache
def our_module(name):
    """A program that draws, or `shown`."""
    if not FIGURES.exists() and FIGURES.with_suffix(".zip").exists():
        shutil.unpack_archive(FIGURES.with_suffix(".zip"), FIGURES)
    importlib.invalidate_caches()
    sys.path.insert(0, str(FIGURES))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FIGURES))


def explain(error, language):
    """The traceback with the reader's own lines only, and a sentence where there is one."""
    told = traceback.TracebackException.from_exception(error)
    keep_own_lines(told)
    text = "".join(told.format())
    if isinstance(error, ImportError):  # Pyodide goes on with advice that does not hold here
        text = text.replace(str(told), str(told).partition("\n")[0])
    sentence = explanation(error, str(told), language)
    return f"{text}\n{sentence}\n" if sentence else text


def keep_own_lines(told):
    told.stack[:] = [frame for frame in told.stack if frame.filename in cells]
    for earlier in (told.__cause__, told.__context__):
        if earlier:
            keep_own_lines(earlier)


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


def explanation(error, message, language):
    """The sentence that says what to do, or None where there is none for this error."""
    words = WORDS.get(language, WORDS["en"])
    said = f"{message}\n{error.text}" if isinstance(error, SyntaxError) else message
    for key, pattern in patterns_for(error):
        match = re.search(pattern, said)
        found = match and details(key, match.groups())
        if found is not None:
            return words[key].format(*found)
    return None


def patterns_for(error):
    return itertools.chain(*(rows for kind, rows in EXPLAINED if isinstance(error, kind)))


def details(key, found):
    """What a sentence names: what the message names, or what follows from it; None where this
    sentence is not the right one."""
    if key == "import":
        return (modules,)
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
