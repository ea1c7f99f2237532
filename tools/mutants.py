# SPDX-License-Identifier: Apache-2.0
"""Mutants of C source: small changes, each of which a test should notice.

  drop      an operand of a condition counts as passed, though it is evaluated
  negate    an operand of a condition means the opposite
  compare   == for !=, < for <= and so on
  join      && for ||
  constant  one more
  answer    true for false, success for an error

The source is read as text with comments and strings blanked out: enough for
code in the style of this project."""

import collections
import re

Mutant = collections.namedtuple("Mutant", "file start end text kind")

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
QUOTED = re.compile(r'"(\\.|[^"\\\n])*"|\'(\\.|[^\'\\\n])*\'')
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE)
DEFINE = re.compile(r"#define \w+ (\(?-?)((?:0x)?[0-9a-fA-F]+)(u?\)?)$")
COMPARISON = re.compile(r"(?<![-<>=!])(==|!=|<=|>=|<|>)(?![<>=])")
SWAPPED = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}
NUMBER = re.compile(r"(?<![\w.])(0[xX][0-9a-fA-F]+|\d+)(?=[uU]?(?![\w.]))")
CONDITION = re.compile(r"\b(if|while|return)\b")
# Where one more would only change how much memory is there or zeroed.
INERT = re.compile(r"memset\(|\[\w*\];|sizeof|case |\[\w+ ?[-+*/ \w]*\]( =|,|\))")
ERROR = re.compile(r"\bPASSKEY_ERR_\w+\b")


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def masked(text):
    """The same length, without comments, strings and directives."""
    text = COMMENT.sub(blank, text)
    text = QUOTED.sub(lambda m: '"' + " " * (len(m.group(0)) - 2) + '"', text)
    return DIRECTIVE.sub(blank, text)


def closing(code, at):
    """The place of the parenthesis that closes the one at `at`."""
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] in "([{") - (code[i] in ")]}")
        if depth == 0:
            return i
    raise ValueError("unbalanced")


def split(code, start, end, operator):
    """The operands of `operator` at the top level of [start, end)."""
    depth, begin, parts = 0, start, []
    for i in range(start, end):
        depth += (code[i] in "([{") - (code[i] in ")]}")
        if depth == 0 and code.startswith(operator, i):
            parts.append((begin, i))
            begin = i + len(operator)
    return parts + [(begin, end)]


def trim(code, start, end):
    while start < end and code[start].isspace():
        start += 1
    while end > start and code[end - 1].isspace():
        end -= 1
    return start, end


def leaves(code, start, end, context):
    """(start, end, context) of the operands; context is what joins them."""
    start, end = trim(code, start, end)
    ternary = split(code, start, end, "?")
    if len(ternary) > 1:
        yield from leaves(code, *ternary[0], "&&")
        return
    for operator in ("||", "&&"):
        parts = split(code, start, end, operator)
        if len(parts) > 1:
            for part in parts:
                yield from leaves(code, *part, operator)
            return
    inner = start + (code[start : start + 1] == "!")
    if code[inner : inner + 1] == "(" and closing(code, inner) == end - 1:
        found = list(leaves(code, inner + 1, end - 1, context))
        if len(found) > 1:
            yield from found
            return
    if start < end:
        yield start, end, context


def conditions(code):
    """(start, end, keyword) of the expressions that decide something."""
    for match in CONDITION.finditer(code):
        keyword, at = match.group(1), match.end()
        if keyword == "return":
            end = code.index(";", at)
            joined = re.search(r"&&|\|\||\?", code[at:end])
            if joined and "{" not in code[at:end]:
                yield at, end, keyword
        else:
            at = code.index("(", at)
            yield at + 1, closing(code, at), keyword


def operand_mutants(file, text, code):
    for start, end, keyword in conditions(code):
        default = "&&" if keyword == "return" else "||"
        for first, last, context in leaves(code, start, end, default):
            operand = text[first:last]
            if keyword != "while":
                passed = "&& 0" if context == "||" else "|| 1"
                yield Mutant(file, first, last, f"(({operand}) {passed})", "drop")
            if not COMPARISON.search(code, first, last):
                yield Mutant(file, first, last, f"(!({operand}))", "negate")


def line_of(text, at):
    return text[text.rfind("\n", 0, at) + 1 : text.find("\n", at)]


def token_mutants(file, text, code):
    for match in COMPARISON.finditer(code):
        yield Mutant(
            file, match.start(), match.end(), SWAPPED[match.group(1)], "compare"
        )
    for match in re.finditer(r"&&|\|\|", code):
        other = "||" if match.group(0) == "&&" else "&&"
        yield Mutant(file, match.start(), match.end(), other, "join")
    for match in re.finditer(r"(?<=return )(true|false)(?=;)", code):
        other = "false" if match.group(0) == "true" else "true"
        yield Mutant(file, match.start(), match.end(), other, "answer")
    for match in ERROR.finditer(code):
        if "return" in code[max(0, match.start() - 200) : match.start()].split(
            ";"
        )[-1]:
            yield Mutant(
                file, match.start(), match.end(), "PASSKEY_OK", "answer"
            )


def number_mutants(file, text, code):
    for match in NUMBER.finditer(code):
        if not INERT.search(line_of(code, match.start())):
            more = str(int(match.group(1), 0) + 1)
            yield Mutant(file, match.start(1), match.end(1), more, "constant")
    for directive in DIRECTIVE.finditer(text):
        match = DEFINE.match(directive.group(0))
        if match:
            at = directive.start() + match.start(2)
            more = str(int(match.group(2), 0) + 1)
            yield Mutant(file, at, at + len(match.group(2)), more, "constant")


def mutants_of(file, text):
    """All mutants of one file, in the order of their places."""
    code = masked(text)
    found = [
        *operand_mutants(file, text, code),
        *token_mutants(file, text, code),
        *number_mutants(file, text, code),
    ]
    return sorted(set(found), key=lambda m: (m.start, m.end, m.text))


def apply(mutant, text):
    return text[: mutant.start] + mutant.text + text[mutant.end :]


def function_at(text, at):
    """The name of the function around a place; "" outside of one."""
    name = ""
    for match in re.finditer(r"^(\w+)\(", text, re.MULTILINE):
        if match.start() > at:
            break
        name = match.group(1)
    return name


def describe(mutant, text):
    """(file, function, what it was, what it became), in one line each."""
    before = re.sub(r"\s+", " ", text[mutant.start : mutant.end])
    after = re.sub(r"\s+", " ", mutant.text)
    if len(before) <= 3:  # an operator or number says nothing alone
        line = line_of(text, mutant.start).strip()
        column = mutant.start - text.rfind("\n", 0, mutant.start) - 1
        indent = len(line_of(text, mutant.start)) - len(
            line_of(text, mutant.start).lstrip()
        )
        at = column - indent
        before, after = line, line[:at] + after + line[at + len(before) :]
    return mutant.file, function_at(text, mutant.start), before, after
