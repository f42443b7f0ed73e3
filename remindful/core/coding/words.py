"""Words of a diagnosis, as people write them and as a code set does: one form for both."""

# ruff: noqa: SIM905 (words in lines, not in quotes)
import re
import unicodedata
from collections.abc import Iterable, Sequence

#: Say nothing about which code it is.
EMPTY = frozenset(
    """
    a an and are as at be by can for from has have having he her his i in into is it its me my of on or
    our she so that the their them they this to too very was we were when while who with your patient pt pts
    history c/o s/p w per due during elsewhere classified nec being been feels feeling got gets really some since
    new all time today yesterday last night day days week weeks month months year years ago
    running problem problems trouble
    """.split()
)
#: Stand between words and say nothing themselves.
SMALL = frozenset(
    "a an and are as at be by for from has have he her his i in into is it its my of on or our she the their them to was with your".split()
)
#: Say that nothing more is said: worth little, and a plain phrase is best met by such a code.
VAGUE = frozenset(
    """
    unspecified nos uncomplicated other type initial encounter specified site part disorder disease condition
    complication essential primary simple
    """.split()
)
#: British, plural and Greek spellings that a stemmer leaves apart.
_FORMS = (
    (r"aemia\b", "emia"), (r"oedema", "edema"), (r"haem", "hem"), (r"oesoph", "esoph"), (r"diarrhoea", "diarrhea"), (r"tumour", "tumor"),
    (r"paed", "ped"), (r"leuk?aemia", "leukemia"), (r"foet", "fet"), (r"caes", "ces"), (r"anaes", "anes"), (r"orthopaed", "orthoped"),
)  # fmt: skip


_VOWEL = re.compile(r"[aeiouy]")  # what has none is an abbreviation, and keeps its s
#: "Type ii" is type 2; the a of "hepatitis a" says which, and stays with its word.
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_NUMERAL = re.compile(r"\b(type|stage|grade|class|degree|men) (i{1,3}|iv|v)\b")
_LETTERED = re.compile(
    r"\b(hepatitis|vitamin|type|group|protein|factor|influenza|class|hemoglobin|strep|streptococcus) ([a-z])\b(?!/)"
)


def split_words(text: str) -> list[str]:
    """The words of a text in one form: lower case, no accents, singular where that is safe. Codes stay whole."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    flat = re.sub(r"(\w)'s\b", r"\1", flat).replace("'", "")
    flat = _NUMERAL.sub(lambda met: f"{met.group(1)} {_ROMAN[met.group(2)]}", flat)
    flat = _LETTERED.sub(r"\1 \1\2", flat)
    for pattern, form in _FORMS:
        flat = re.sub(pattern, form, flat)
    return [stem(word) for word in re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)?", flat)]


def stem(word: str) -> str:
    """A plural's singular, a fracture and fractured alike; short words as they are."""
    if len(word) < 4 or any(sign.isdigit() for sign in word) or not _VOWEL.search(word):
        return word
    if len(word) == 4:
        return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    for end, form in (
        ("sses", "ss"),
        ("ies", "y"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("itides", "itis"),
        ("oses", "osis"),
    ):
        if word.endswith(end):
            return word[: -len(end)] + form
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        word = word[:-1]
    for end in ("ing", "ed"):
        if word.endswith(end) and len(word) - len(end) >= 5:
            root = word[: -len(end)]
            return root[:-1] if len(root) > 2 and root[-1] == root[-2] and root[-1] not in "lsz" else root
    return word[:-1] if word.endswith("e") and len(word) > 5 else word


class Phrases:
    """Phrases that stand for others: `high blood pressure` for `hypertension`. The longest is taken first."""

    def __init__(self, pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> None:
        """pairs: words as split_words gives them, and those that they stand for. Of two alike the last counts."""
        self._to = {tuple(words): meant for words, meant in pairs}
        self._longest = max((len(key) for key in self._to), default=0)
        #: Words that stand in a phrase.
        self.known = frozenset(word for key in self._to for word in key)

    def translate(self, words: Sequence[str]) -> list[str]:
        """Words with each known phrase replaced."""
        found: list[str] = []
        position = 0
        while position < len(words):
            for length in range(min(self._longest, len(words) - position), 0, -1):
                meant = self._to.get(tuple(words[position : position + length]))
                if meant is not None:
                    found += meant
                    position += length
                    break
            else:
                found.append(words[position])
                position += 1
        return found
