"""How Markdown marks a value with its origin, and a claim with the expression that must be true.

`[0.2379]{ n="weights_2[1]" }`, `[half of it]{ holds="weights_2[0] > 0.5" }`, and what comes from
elsewhere by `quoted="…"`.
"""

EXPRESSION = r"""\{\s*(?P<kind>KINDS)=(?P<mark>["'])(?P<expression>[\s\S]*?)(?P=mark)\s*\}"""
NUMBER = r"\[(?P<shown>[^\[\]]+)\]" + EXPRESSION.replace("KINDS", "n|quoted")
OF_CLAIM = EXPRESSION.replace("KINDS", "holds|quoted")
