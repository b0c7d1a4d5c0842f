"""Every regular expression that the package compiles, with how it is used, and strings that are hard for it.

    python tests/trust/patterns.py        # as JSON: pattern, flags, place in the code, methods called

Run as a program it imports the package anew with `re` watched, extracts a few articles, and prints what it saw.
"""

from __future__ import annotations

import json
import linecache
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    from re import _compiler as compiler
    from re import _constants as codes
    from re import _parser as parser
else:
    import sre_compile as compiler
    import sre_constants as codes
    import sre_parse as parser

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
# A repetition that may go on for longer than this counts as one without end.
LONG = 60
# One of each sort of character that the package's patterns tell apart.
ALPHABET = "aeđạAĐẠn019 \n\t\u00a0,.;:-–/()\"“”'%_!?&+@#…"
# What no pattern goes on with.
END = "\x00"
# A pattern that gets no more than this of a sentence of 40,000 characters gets pieces of a bounded length.
PIECE = 600
_GRAMMARS = {"cleaning", "segmenting", "tagging", "linking", "relating", "recording", "values", "gazetteer", "lexicon"}
_ANCHORED = {"match", "fullmatch"}


@dataclass(frozen=True)
class Used:
    """A pattern as the package compiles it; `calls` are the methods seen called, `longest` the most text given."""

    pattern: str
    flags: int
    place: str
    calls: tuple[str, ...]
    longest: int

    @property
    def searched(self) -> bool:
        """Whether it is tried at every offset of a text: unless only calls that begin at one were seen."""
        return not self.calls or not set(self.calls) <= _ANCHORED

    @property
    def bounded(self) -> bool:
        """Whether it is only ever given short pieces of a text, however long that is."""
        return 0 < self.longest <= PIECE

    @property
    def raw(self) -> bool:
        """Whether it meets texts as they come, not in the running form that grammars get (`baoso.text.running`)."""
        return self.place.split(".")[1].split(":")[0] not in _GRAMMARS

    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags & ~re.UNICODE)


@cache
def collect() -> tuple[Used, ...]:
    """What a process of its own saw, bytes patterns left out (they are single classes and literals)."""
    done = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=True)
    return tuple(Used(**row | {"calls": tuple(row["calls"])}) for row in json.loads(done.stdout))


class _Watched:
    """A compiled pattern that notes which of its methods are called, and on how much text."""

    def __init__(self, pattern: re.Pattern[str], notes: dict[str, int]) -> None:
        self._pattern, self._notes = pattern, notes

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pattern, name)
        if not callable(found):
            return found

        def noted(*given: Any, **named: Any) -> Any:
            text, *bounds = given[1:2] if name in ("sub", "subn") else given
            start, end, *_ = (
                [*bounds, *((0, len(text))[len(bounds) :])] if name not in ("split", "sub") else (0, len(text))
            )
            self._notes[name] = max(self._notes.get(name, 0), min(end, len(text)) - start)
            return found(*given, **named)

        return noted

    def __copy__(self) -> _Watched:
        return self

    def __deepcopy__(self, memo: object) -> _Watched:
        return self


def watch() -> list[Used]:
    """Import all of the package and use it on a few articles, noting every pattern and how it is called."""
    import importlib
    import pkgutil

    seen: dict[tuple[Any, int, str], dict[str, int]] = {}
    names: dict[str, str] = {}
    compile_pattern = re._compile

    def noting(pattern: Any, flags: int) -> Any:
        compiled = compile_pattern(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals.get("__name__") == "re":
            frame = frame.f_back
        module = str(frame.f_globals.get("__name__"))
        if module.split(".")[0] != "baoso" or isinstance(compiled.pattern, bytes):
            return compiled
        if frame.f_code.co_name == "cue_regex" and frame.f_back is not None:
            frame = frame.f_back
        place = f"{module}:{frame.f_lineno}"
        if assigned := re.match(r"(\w+) = re\.compile", linecache.getline(frame.f_code.co_filename, frame.f_lineno)):
            names[place] = f"{module}.{assigned[1]}"
        return _Watched(compiled, seen.setdefault((compiled.pattern, compiled.flags, place), {}))

    re._compile = noting
    import baoso

    for module in pkgutil.walk_packages(baoso.__path__, "baoso."):
        if not module.name.startswith(("baoso.batch.cluster", "baoso.batch.worker")):
            importlib.import_module(module.name)
    articles = sorted(CORPUS.glob("*.txt"))[::50]
    for extraction in baoso.extract(baoso.read_articles(articles)):
        _exercise(extraction.article.text)
    for article in articles[:1]:
        baoso.extract(_endless(article.read_text("utf-8")))
    return [
        Used(pattern, flags, place, tuple(sorted(notes)) or _written(names.get(place)), max(notes.values(), default=0))
        for (pattern, flags, place), notes in sorted(seen.items(), key=str)
    ]


def _written(name: str | None) -> tuple[str, ...]:
    """The methods that its module calls on a module's pattern, read off the source."""
    if name is None:
        return ()
    module, _, constant = name.rpartition(".")
    source = Path(str(sys.modules[module].__file__)).read_text("utf-8")
    return tuple(sorted(set(re.findall(rf"(?<!\w){constant}\.(\w+)\(", source))))


def _endless(text: str) -> str:
    """One sentence of some 40,000 characters: nothing in it ends anything."""
    joined = re.sub(r"[\n.;:,()!?…\"“”\-–]+", " ", text)
    return joined * (40_000 // len(joined) + 1)


def _exercise(text: str) -> None:
    """What an extraction does not call of the grammars."""
    from baoso.segmenting.words import find_words
    from baoso.values.dates import parse_date
    from baoso.values.durations import find_durations
    from baoso.values.numbers import parse_number

    find_durations(text)
    find_words(text, [(0, len(text))])
    for word in text.split():
        parse_number(word)
        parse_date(word)


def attacks(pattern: str, flags: int) -> Iterator[tuple[str, str, str]]:
    """Start, pump and end of strings that make a repetition in `pattern` go far and then fail.

    The pump is what the repetition takes, alone and behind what must stand before it, so that both a long
    repetition and many beginnings are tried.
    """
    parsed = parser.parse(pattern, flags)
    given: set[tuple[str, str, str]] = set()
    for before, items in _repeated(parsed, [""]):
        for lead in before[:2]:
            for item in items[:8]:
                for start, pump in ((lead, item), ("", lead + item), ("", item)):
                    if pump and (start, pump) not in given:
                        given.add((start, pump))
                        yield start, pump, END


def nested(pattern: str, flags: int) -> bool:
    """Whether something in a repetition is a choice or a repetition: only then can a pattern take exponential time."""
    return _nested(parser.parse(pattern, flags), inside=False)


def _nested(sequence: Any, inside: bool) -> bool:
    for operation, argument in sequence:
        repeats = operation in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] != argument[1]
        if inside and (repeats or operation is codes.BRANCH):
            return True
        within: list[Any] = []
        if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.SUBPATTERN):
            within = [argument[-1]]
        elif operation is codes.BRANCH:
            within = argument[1]
        elif operation in (codes.ASSERT, codes.ASSERT_NOT):
            within = [argument[1]]
        if any(_nested(w, inside or (repeats and argument[1] > 1)) for w in within):
            return True
    return False


def _repeated(sequence: Any, before: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Each repetition without end inside: strings that lead up to it, and strings that it takes once."""
    for operation, argument in sequence:
        if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            _, most, inner = argument
            if most is codes.MAXREPEAT or most > LONG:
                yield before, _samples(inner, 8)
            yield from _repeated(inner, before)
        elif operation is codes.SUBPATTERN:
            yield from _repeated(argument[-1], before)
        elif operation is codes.BRANCH:
            for branch in argument[1]:
                yield from _repeated(branch, before)
        elif operation in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeated(argument[1], before)
            continue
        before = [b + s for b in before[:4] for s in _of(operation, argument, 3)][:6] or before


def _samples(sequence: Any, most: int) -> list[str]:
    """A few strings that `sequence` matches, look-arounds left aside."""
    made = [""]
    for operation, argument in sequence:
        pieces = _of(operation, argument, most)
        if pieces:
            made = [m + p for p in pieces for m in made][:most]
    return made


def _of(operation: Any, argument: Any, most: int) -> list[str]:
    if operation is codes.LITERAL:
        return [chr(argument)]
    if operation in (codes.IN, codes.NOT_LITERAL, codes.ANY):
        return _characters(operation, argument)[:most]
    if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        least, _, inner = argument
        once = _samples(inner, most)
        return [o * max(least, 1) for o in once] if least else ["", *once[: most - 1]]
    if operation is codes.SUBPATTERN:
        return _samples(argument[-1], most)
    if operation is codes.BRANCH:
        step = max(1, len(argument[1]) // most)
        return [s for branch in argument[1][::step] for s in _samples(branch, 2)][:most]
    return []


def _characters(operation: Any, argument: Any) -> list[str]:
    """Characters of the alphabet that a class takes, else the first that it names."""
    state = parser.State()
    state.str = ""
    compiled = compiler.compile(parser.SubPattern(state, [(operation, argument)]))
    found = [c for c in ALPHABET if compiled.fullmatch(c)]
    if found or operation is not codes.IN:
        return found
    return [chr(a if o is codes.LITERAL else a[0]) for o, a in argument if o in (codes.LITERAL, codes.RANGE)][:1]


if __name__ == "__main__":
    print(json.dumps([asdict(used) for used in watch()], indent=0))
