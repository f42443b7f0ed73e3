"""835 files out of nowhere, for hypothesis: any separators, any line ends, whole and broken claims."""

from hypothesis import strategies as st

WORD = st.text("ABCDEFGHKLMNP0123456789 .-/", min_size=1, max_size=14).map(str.strip).filter(bool)
AMOUNT = st.one_of(
    st.integers(-99_999, 999_999).map(lambda cents: f"{cents / 100:.2f}"),
    st.integers(-500, 500).map(str),
    st.sampled_from(["0", ".5", "-.25", "12.", "7.10"]),
)
BAD_AMOUNT = st.sampled_from(["", "ten", "1.005", "--1", "1,00x"])
MOSTLY_AMOUNT = st.integers(0, 40).flatmap(lambda roll: BAD_AMOUNT if roll == 0 else AMOUNT)
DAY = st.sampled_from(["20260101", "20251231", "20240229", "20260230", "2026", "XX", ""])
OPTIONAL = st.one_of(st.just(""), WORD)
PROCEDURE = st.lists(OPTIONAL, min_size=1, max_size=8).map(lambda parts: "\0".join(["HC", *parts]))


def segment(*elements: st.SearchStrategy[str] | str) -> st.SearchStrategy[list[str]]:
    parts = [st.just(element) if isinstance(element, str) else element for element in elements]
    return st.tuples(*parts).map(list)


def some(strategy: st.SearchStrategy[list[str]], most: int = 2) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(strategy, max_size=most)


def chain(*strategies: st.SearchStrategy[list[list[str]]]) -> st.SearchStrategy[list[list[str]]]:
    return st.tuples(*strategies).map(lambda groups: [one for group in groups for one in group])


CAS = st.integers(1, 6).flatmap(
    lambda count: segment("CAS", st.sampled_from(["CO", "PR", "OA", "PI"]), *[WORD, MOSTLY_AMOUNT, OPTIONAL] * count)
)
LINE = chain(
    segment("SVC", PROCEDURE, MOSTLY_AMOUNT, MOSTLY_AMOUNT, OPTIONAL, OPTIONAL).map(lambda one: [one]),
    some(segment("DTM", st.sampled_from(["472", "150", "151"]), DAY)),
    some(CAS),
    some(segment("REF", st.sampled_from(["6R", "1B"]), OPTIONAL)),
    some(segment("LQ", st.sampled_from(["HE", "RX"]), OPTIONAL), 3),
)
CLAIM = chain(
    segment(
        "CLP", OPTIONAL, WORD, MOSTLY_AMOUNT, MOSTLY_AMOUNT, st.one_of(st.just(""), MOSTLY_AMOUNT), WORD, OPTIONAL
    ).map(lambda one: [one]),
    some(CAS, 1),
    some(segment("NM1", st.sampled_from(["QC", "82", "IL"]), "1", OPTIONAL, WORD)),
    some(segment("MOA", "", "", OPTIONAL, OPTIONAL, OPTIONAL), 1),
    some(segment("DTM", st.sampled_from(["232", "233", "050"]), DAY)),
    some(LINE.map(lambda rows: rows), 3).map(lambda lines: [one for line in lines for one in line]),
)
STRAY = st.sampled_from([[], [], [], [["LX", "7"]], [["LX", "8"], ["CAS", "CO", "45", "1"]], [["ZZZ", "1"]]])
PLB = segment("PLB", WORD, DAY, PROCEDURE, AMOUNT, OPTIONAL, AMOUNT)


@st.composite
def transaction(draw: st.DrawFn, number: int) -> list[list[str]]:
    head = [
        ["ST", "835", f"{number:04}"],
        ["BPR", "I", draw(MOSTLY_AMOUNT), draw(st.sampled_from(["C", "D"]))],
        ["TRN", "1", draw(WORD), draw(WORD)],
        ["N1", "PR", draw(WORD)],
    ]
    claims = draw(st.lists(st.tuples(STRAY, CLAIM).map(lambda pair: pair[0] + pair[1]), max_size=5))
    body = [one for claim in claims for one in claim] + draw(some(PLB))
    trailer = draw(st.sampled_from([1, 1, 1, 0, 2]))
    count = len(head) + len(body) + trailer
    return [*head, *body, *([["SE", str(count), f"{number:04}"]] if trailer else [])]


@st.composite
def interchange(draw: st.DrawFn, number: int) -> tuple[list[list[str]], dict[str, str]]:
    element, component, terminator = draw(
        st.sampled_from([("*", ":", "~"), ("|", ">", "!"), ("+", "^", "\n"), ("\x1d", "\x1f", "\x1c")])
    )
    ends = "" if terminator == "\n" else draw(st.sampled_from(["", "\n", "\r\n", "\r\n  "]))
    isa = ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", "PAYER".ljust(15), "ZZ", "CLINIC".ljust(15)]
    isa += ["260301", "1200", "U", "00501", f"{number:09}", "0", "P", component]
    sets = [one for no in range(draw(st.integers(1, 3))) for one in draw(transaction(no + 1))]
    # No end at all: the last claim may be cut.
    tail = draw(st.sampled_from([[["GE", "1", "1"], ["IEA", "1", f"{number:09}"]]] * 4 + [[]]))
    segments = [isa, ["GS", "HP", "A", "B"], *sets, *tail]
    return segments, {"element": element, "component": component, "terminator": terminator, "ends": ends}


def render(interchanges: list[tuple[list[list[str]], dict[str, str]]]) -> str:
    return "".join(
        one["element"].join(elements).replace("\0", one["component"]) + one["terminator"] + one["ends"]
        for segments, one in interchanges
        for elements in segments
    )


FILES = st.integers(1, 3).flatmap(lambda count: st.tuples(*(interchange(no + 1) for no in range(count))).map(list))
