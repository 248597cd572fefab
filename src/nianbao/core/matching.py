"""From a free statement of a problem to its type: features, a linear model, the words that decided.

A statement becomes characters (single and in pairs), words of the field, the classes those words belong to
(群众, 老百姓, 村民 are one), what classes meet in it and in which order, and how it sounds (a slip of pinyin
input, 急时 for 及时, sounds the same). One ridge regression over all samples weighs them: it is convex, so
the same samples always give the same model, and a statement's score is a sum that can be shown.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from nianbao.core.problems import UNRELATED, Sample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Segment = Callable[[str], list[str]]
"""Cuts a text into words; handed in, because a segmenter loads a dictionary."""

MODEL_VERSION = 3
LONGEST_SLIP = 4
"""Characters of a word that is known by its sound."""
_MARKS = re.compile(r"[\s，。；、：？！,.;:?!“”\"'（）()《》〈〉【】\[\]—…·-]+")


@dataclass(frozen=True)
class Lexicon:
    """What is known about words and characters.

    Attributes:
        classes: the classes of near-synonyms that a word belongs to.
        syllables: how a character sounds, without tone.
    """

    classes: Mapping[str, tuple[str, ...]]
    syllables: Mapping[str, str]

    @cached_property
    def by_sound(self) -> Mapping[str, str]:
        """Words of the field by how they sound: what a slip of pinyin input was meant to be."""
        found: dict[str, str] = {}
        for word in self.classes:
            if 2 <= len(word) <= LONGEST_SLIP:
                found.setdefault(self.sound(word), word)
        found.pop("", None)
        return found

    def sound(self, text: str) -> str:
        """How a text sounds, empty where a character of it is not known."""
        sounds = [self.syllables.get(character, "") for character in text]
        return " ".join(sounds) if all(sounds) else ""

    def meant(self, words: Sequence[str]) -> list[str]:
        """The words of the field that runs of single characters sound like (栏木 → 栏目)."""
        found: list[str] = []
        run = ""
        for word in (*words, "，，"):
            if len(word) == 1 and word in self.syllables:
                run += word
                continue
            found += self._in_run(run)
            run = ""
        return found

    def _in_run(self, run: str) -> list[str]:
        found: list[str] = []
        sounds = [self.syllables[character] for character in run]
        at = 0
        while at < len(run) - 1:
            for size in range(min(LONGEST_SLIP, len(run) - at), 1, -1):
                word = self.by_sound.get(" ".join(sounds[at : at + size]))
                if word is not None:
                    found.append(word)
                    at += size - 1
                    break
            at += 1
        return found


def lexicon(synonyms: Mapping[str, Iterable[object]], syllable_lines: Iterable[str]) -> Lexicon:
    """The lexicon of a thesaurus (class → words) and of lines `syllable characters`."""
    classes: dict[str, tuple[str, ...]] = {}
    for name, words in synonyms.items():
        for word in words:
            key = str(word).lower()
            classes[key] = (*classes.get(key, ()), name)
    syllables: dict[str, str] = {}
    for line in syllable_lines:
        sound, _, characters = line.strip().partition(" ")
        if characters and not line.startswith("#"):
            syllables.update(dict.fromkeys(characters, _blunt(sound)))
    return Lexicon(classes, syllables)


def _blunt(sound: str) -> str:
    """A syllable without what southern speakers and quick typists confuse: zh z, ch c, sh s, ng n."""
    sound = re.sub(r"^([zcs])h", r"\1", sound)
    return re.sub(r"(?<=[aei])ng$", "n", sound)


# -- features -------------------------------------------------------------------------------------------

SLIP = 0.7
"""How much a word counts that was only heard, against one that is written."""
CHARACTER, WORD, CLASS, PAIR, ORDER, SOUND = 1.0, 0.7, 1.2, 0.8, 0.8, 0.5
"""How much a kind of feature counts before the model weighs it; chosen by cross-validation."""


def normal(text: str) -> str:
    """A statement in lower case with every run of marks and spaces as one comma."""
    return _MARKS.sub("，", text.lower()).strip("，")


def features(text: str, segment: Segment, words: Lexicon) -> dict[str, float]:
    """What the model sees of a statement: feature → how much it counts."""
    plain = normal(text)
    found: dict[str, float] = {}
    seen = found.get
    around = f"^{plain}$"
    for name in (*plain, *map("".join, pairwise(around))):
        found[name] = seen(name, 0.0) + CHARACTER
    classes: list[tuple[str, ...]] = []
    pieces = segment(plain)
    for word in words.meant(pieces):
        _heard(word, words, found)
    for word in pieces:
        if len(word) > 1:
            found["=" + word] = seen("=" + word, 0.0) + WORD
        named = words.classes.get(word)
        if named:
            classes.append(named)
            for name in named:
                found["@" + name] = seen("@" + name, 0.0) + CLASS
    present = sorted({name for named in classes for name in named[:2]} | _lacks(plain, classes))
    found.update({"@" + name: CLASS for name in present if name.startswith("-")})
    for n, name in enumerate(present):
        for other in present[n + 1 :]:
            found[f"@{name}+{other}"] = PAIR
    for before, after in pairwise(classes):
        found[f"@{before[0]}>{after[0]}"] = ORDER
    sounds = [words.syllables.get(character, "") for character in plain]
    for one, two in pairwise(sounds):
        if one and two:
            name = f"~{one} {two}"
            found[name] = seen(name, 0.0) + SOUND
    return found


_FIELD = frozenset(
    {"publish", "report_up", "interpret", "reply", "message", "consult", "request", "request_proc", "lawsuit"}
    | {"catalogue", "attribute", "normative", "review", "secrecy", "privacy", "site", "column", "search_fn"}
    | {"new_media", "nm_ops", "offline", "linkage", "law_study", "standardize"}
)
"""Classes whose words say that a statement is of this field."""
_FAULT = re.compile(
    r"不(?!断|仅|但|见面)|没|未(?!来)|无(?!障碍)|少|缺|慢|差|难|弱|低|晚|乱|旧|空|错|漏|滞|拖|迟|欠|窄|偏|混|荒|打回|失效|过期|"
    r"[有尚]待|仍|还|才|只|仅|光|全靠|应付|单一|随意|随手|一个人|兼"
)
_CLEAN = re.compile(
    r"(?:去年|上年度?|上一年度?)[^，]{0,20}问题|(?:未|没有|没|无|不)(?:出现|发生|发现|收到|收取|存在|被)|零(?:差错|投诉|超期|诉讼)|无(?:误|投诉|诉讼|问题|其他|一超期)"
)
"""What sounds like a fault and says that there is none."""
_GOOD = re.compile(
    r"(?:^|，)(?:[我本全][局镇乡县市区委厅省机单][关位]?)?(?:下一步|今后|明年|将|拟(?![写稿])|计划|继续|进一步|加强|加大|强化|完善|丰富|推进|严格|坚持|认真|及时|高度重视|优化|提升|提高|"
    r"拓展|拓宽|健全|建立|做好|开展|组织|举办|召开|成立|主动公开|制发)"
    r"|(?:健全|完善|稳定|良好|合理|规范|及时|准确|全面|到位|有序|显著|明显|有力|平稳|正常|扎实|顺畅|便捷|丰富|提升|提高|增长|增强|好评|点赞)(?:，|$)"
    r"|达到?\d+|\d+(?:余)?(?:条|件|次|篇|项|个|人次|期|场|处|万)|已(?:全部|经建|经解决|建|完成|增|新|开通|实现|整改|解决)"
)
"""What praise, plans and counts are worded with."""


def _lacks(plain: str, classes: Sequence[tuple[str, ...]]) -> set[str]:
    """What a statement says nothing of: the field (`-field`), a fault (`-fault`), and where it is worded as praise,
    plan or count are, anything amiss (`-amiss`)."""
    lacks = set()
    if not any(name in _FIELD for named in classes for name in named):
        lacks.add("-field")
    if not _FAULT.search(_CLEAN.sub("", plain)):
        lacks.add("-fault")
        if _GOOD.search(plain):
            lacks.add("-amiss")
    return lacks


def _heard(word: str, words: Lexicon, found: dict[str, float]) -> None:
    """Add what a word counts for that was only heard."""
    for name, weight in (
        ("=" + word, WORD),
        *(("@" + name, CLASS) for name in words.classes[word]),
        *((first + second, CHARACTER) for first, second in pairwise(word)),
    ):
        found[name] = found.get(name, 0.0) + weight * SLIP


# -- training -------------------------------------------------------------------------------------------


class Rows(NamedTuple):
    """Sparse rows: the values of all rows one after another, their columns, where each row starts."""

    values: NDArray[np.float32]
    columns: NDArray[np.int32]
    starts: NDArray[np.int64]


RIDGE = 1.0
_ROUNDS = 60
_CLOSE = 1e-4


def train(samples: Sequence[Sample], segment: Segment, words: Lexicon, labels: Sequence[str]) -> dict[str, Any]:
    """The model of those samples as plain data: for each feature its rarity and its weight for each label.

    Weights are kept as small integers with one scale a label: a quarter of the size, the same answers.
    """
    import numpy as np

    bags = [features(sample.text, segment, words) for sample in samples]
    spread: dict[str, int] = {}
    for bag in bags:
        for name in bag:
            spread[name] = spread.get(name, 0) + 1
    names = sorted(name for name, count in spread.items() if count >= 2)
    rarity = np.array([math.log((len(bags) + 1) / (spread[name] + 1)) + 1 for name in names], np.float32)
    number = {name: n for n, name in enumerate(names)}
    rows = _rows([_vector(bag, number, rarity.tolist()) for bag in bags])
    place = {label: n for n, label in enumerate(labels)}
    targets = -np.ones((len(samples), len(labels)), np.float32)
    for n, sample in enumerate(samples):
        targets[n, place[sample.type]] = 1.0
    trust = np.array([sample.weight for sample in samples], np.float32)
    weights = _ridge(rows, targets, trust, len(names))
    scales = np.abs(weights).max(axis=0) / 127
    return {
        "version": MODEL_VERSION,
        "labels": tuple(labels),
        "features": "\n".join(names),
        "rarity": rarity.astype("<f4").tobytes(),
        "weights": np.round(weights / scales).astype("i1").tobytes(),
        "scales": scales.astype("<f4").tobytes(),
    }


class _Vector(NamedTuple):
    """A bag of features as columns and values of length one, and what share of the bag the model has seen."""

    columns: list[int]
    values: list[float]
    known: float


def _vector(bag: Mapping[str, float], number: Mapping[str, int], rarity: Sequence[float]) -> _Vector:
    """A bag of features as a vector; features the model has not seen are left out."""
    seen = [(column, weight) for name, weight in bag.items() if (column := number.get(name)) is not None]
    values = [weight * rarity[column] for column, weight in seen]
    length = math.sqrt(sum([value * value for value in values])) or 1.0
    known = sum([weight for _, weight in seen]) / (sum(bag.values()) or 1.0)
    return _Vector([column for column, _ in seen], [value / length for value in values], known)


def _rows(vectors: Sequence[_Vector]) -> Rows:
    import numpy as np

    sizes = np.array([len(vector.columns) for vector in vectors])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    columns = np.array([column for vector in vectors for column in vector.columns], np.int32)
    values = np.array([value for vector in vectors for value in vector.values], np.float32)
    return Rows(values, columns, starts)


def _transposed(rows: Rows, width: int) -> Rows:
    import numpy as np

    sizes = np.diff(np.append(rows.starts, len(rows.values)))
    row_of = np.repeat(np.arange(len(rows.starts), dtype=np.int32), sizes)
    order = np.argsort(rows.columns, kind="stable")
    counts = np.bincount(rows.columns, minlength=width)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return Rows(rows.values[order], row_of[order], starts)


def _times(rows: Rows, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """The product of sparse rows with a matrix, in slices so that memory stays small."""
    import numpy as np

    made = np.empty((len(rows.starts), matrix.shape[1]), np.float32)
    ends = np.append(rows.starts[1:], len(rows.values))
    step = 1500
    for first in range(0, len(rows.starts), step):
        last = min(first + step, len(rows.starts))
        low, high = rows.starts[first], ends[last - 1]
        terms = matrix[rows.columns[low:high]] * rows.values[low:high, None]
        made[first:last] = np.add.reduceat(terms, rows.starts[first:last] - low, axis=0)
    return made


def _ridge(rows: Rows, targets: NDArray[np.float32], trust: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """The weights that minimise trusted squared errors plus RIDGE times their squares, by conjugate
    gradients for all labels at once. Every row and column must hold a value."""
    import numpy as np

    back = _transposed(rows, width)

    def normal_times(weights: NDArray[np.float32]) -> NDArray[np.float32]:
        return _times(back, _times(rows, weights) * trust[:, None]) + np.float32(RIDGE) * weights

    weights = np.zeros((width, targets.shape[1]), np.float32)
    rest = _times(back, targets * trust[:, None])
    way = rest.copy()
    size = (rest * rest).sum(axis=0)
    enough = size * _CLOSE**2
    for _ in range(_ROUNDS):
        turned = normal_times(way)
        step = size / np.maximum((way * turned).sum(axis=0), 1e-12)
        weights += step * way
        rest -= step * turned
        new = (rest * rest).sum(axis=0)
        if bool((new <= enough).all()):
            break
        way = rest + (new / np.maximum(size, 1e-12)) * way
        size = new
    return weights


# -- matching -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeScore:
    """How well a type fits, 0 to 1 (all types and “nothing of this field” share 1)."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """The types of a statement, best first, whether the best one fits, and the words that decided."""

    matched: bool
    types: tuple[TypeScore, ...]
    words: tuple[str, ...]

    @property
    def best(self) -> TypeScore:
        return self.types[0]


SHARPNESS = 6.0
"""Turns scores into shares; fitted so that the share of the first type is about how often it is right."""


MARGIN = 0.15
"""How far a type must lie before “nothing of this field” to fit; between the two on statements held back."""


AFTERMATH = 0.35
"""How much of a statement's score is that of its beginning alone, where it ends with what came of it."""
_AFTERMATH = re.compile(
    r"(?<=[^，,])[，,](?:以?致使?|导致|造成|害得|使得?|结果|群众|老百姓|百姓|村民|居民|大家|当事人|人家|企业|老板|被人|影响)[^；;。]*$"
)
"""What came of a problem (群众照着办白跑一趟): it says less of the type than the problem does."""
_BEGINNING = 5
"""Characters of a beginning that says enough by itself."""


RECENT = 64
"""Texts whose words are kept at hand: one statement is asked about several times, and so are its clauses."""


class _Read(NamedTuple):
    """What was read of a text: its features, their vector, and the score of each label."""

    bag: Mapping[str, float]
    vector: _Vector
    scores: list[float]


class Wordings(NamedTuple):
    """The features of so many texts: for each feature, in which of them it is and how much it weighs there."""

    number: int
    weights: Mapping[int, list[tuple[int, float]]]


class Matcher:
    """A trained model, ready to answer. ValueError for the model of another version.

    A statement has some two hundred features and there are a few dozen labels: plain Python answers before numpy
    is imported.
    """

    def __init__(self, model: Mapping[str, Any], segment: Segment, words: Lexicon) -> None:
        if model.get("version") != MODEL_VERSION:
            raise ValueError("model of another version")
        self.labels: tuple[str, ...] = tuple(model["labels"])
        self._clause: Callable[[str], list[str]] = lru_cache(RECENT)(segment)
        self._read: Callable[[str], _Read] = lru_cache(RECENT)(self._reading)
        self._names: Callable[[str], tuple[str, ...]] = lru_cache(4096)(self._naming)
        self.words = words
        names: list[str] = str(model["features"]).split("\n")
        self._number = dict(zip(names, range(len(names)), strict=True))
        self._rarity = struct.unpack(f"<{len(names)}f", model["rarity"])
        self._weights = memoryview(model["weights"]).cast("b")
        self._scales = struct.unpack(f"<{len(self.labels)}f", model["scales"])
        self._unrelated = self.labels.index(UNRELATED)

    def segment(self, text: str) -> list[str]:
        """The words of a text; no word goes over a comma, so a clause met again is not cut again."""
        words: list[str] = []
        for n, clause in enumerate(text.split("，")):
            words += ("，", *self._clause(clause)) if n else self._clause(clause)
        return words

    def wordings(self, texts: Sequence[str]) -> Wordings:
        """Texts kept together, so that a statement's likeness to all of them is one sum."""
        found: dict[int, list[tuple[int, float]]] = {}
        for n, text in enumerate(texts):
            vector = _vector(features(text, self.segment, self.words), self._number, self._rarity)
            for column, value in zip(vector.columns, vector.values, strict=True):
                found.setdefault(column, []).append((n, value))
        return Wordings(len(texts), found)

    def likeness(self, text: str, wordings: Wordings) -> list[float]:
        """How alike a text and each of the wordings are: the cosine of their features."""
        vector = self._read(text).vector
        alike = [0.0] * wordings.number
        for column, value in zip(vector.columns, vector.values, strict=True):
            for n, weight in wordings.weights.get(column, ()):
                alike[n] += value * weight
        return alike

    def scores(self, text: str) -> list[float]:
        """The score of each label, in their order."""
        return self._read(text).scores

    def _reading(self, text: str) -> _Read:
        bag = features(text, self.segment, self.words)
        vector = _vector(bag, self._number, self._rarity)
        if not vector.columns:
            return _Read(bag, vector, [-1.0] * len(self.labels))
        sums = [0.0] * len(self.labels)
        for column, value in zip(vector.columns, vector.values, strict=True):
            sums = [total + value * weight for total, weight in zip(sums, self._row(column), strict=True)]
        return _Read(bag, vector, [total * scale for total, scale in zip(sums, self._scales, strict=True)])

    def _row(self, column: int) -> memoryview[int]:
        """The weights of a feature for each label, before the label's scale."""
        start = column * len(self.labels)
        return self._weights[start : start + len(self.labels)]

    def match(self, text: str, kinds: Callable[[str], bool] | None = None) -> Match:
        """The types of a statement, best first; `kinds` says which types concern the unit."""
        read = self._read(text)
        scores = self._weighed(text, read.scores)
        highest = max(scores)
        powers = [math.exp(SHARPNESS * (score - highest)) for score in scores]
        whole = sum(powers)
        shares = [round(power / whole, 4) for power in powers]
        order = [
            n
            for n in sorted(range(len(scores)), key=lambda n: -scores[n])
            if n != self._unrelated and (kinds is None or kinds(self.labels[n]))
        ]
        types = tuple(TypeScore(self.labels[n], shares[n]) for n in order)
        best = order[0]
        plain = normal(text)
        matched = self._fits(scores[best], scores[self._unrelated], read.vector.known, plain)
        return Match(matched, types, self._decided(plain, read, best))

    def _weighed(self, text: str, scores: list[float]) -> list[float]:
        """The scores of a statement, what came of the problem counting less than the problem."""
        beginning = _AFTERMATH.sub("", text)
        if beginning == text or len(beginning) < _BEGINNING:
            return scores
        alone = self.scores(beginning)
        return [(1 - AFTERMATH) * whole + AFTERMATH * part for whole, part in zip(scores, alone, strict=True)]

    @staticmethod
    def _fits(best: float, unrelated: float, known: float, plain: str) -> bool:
        """Whether the best type is more than a guess."""
        return best - unrelated > MARGIN and best > -0.9 and known > 0.35 and len(plain) > 1

    def _decided(self, plain: str, read: _Read, label: int) -> tuple[str, ...]:
        """The words that spoke most for a label, at most three, as they stand in the statement."""
        count, scale = len(self.labels), self._scales[label]
        columns, values, _ = read.vector
        said = [v * self._weights[c * count + label] * scale for c, v in zip(columns, values, strict=True)]
        known = [name for name in read.bag if name in self._number]
        says = dict(zip(known, said, strict=True))
        spoke: dict[str, float] = {}
        for word in dict.fromkeys(self.segment(plain)):
            total = sum([says[name] for name in self._names(word) if name in says])
            if total > 0:
                spoke[word] = total
        best = sorted(spoke, key=lambda word: -spoke[word])[:3]
        return tuple(sorted(best, key=plain.find))

    def _naming(self, word: str) -> tuple[str, ...]:
        """The features that a word brings along; none of a single character without a class."""
        classes = self.words.classes.get(word, ())
        if len(word) < 2 and not classes:
            return ()
        names = ["=" + word, *("@" + name for name in classes), *word, *map("".join, pairwise(word)), word]
        return tuple(dict.fromkeys(names))
