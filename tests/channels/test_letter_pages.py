"""Letters: what stands on the pages, for whom, and that it ties."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from remindful.core.words.kinds import Act
from remindful.core.words.messages import say_zip
from remindful.edges.channels import letter, wording
from remindful.edges.channels.letter import sheet

POINTS_AN_INCH = 72.0
PEOPLE = ("Ana Lopez", "Mateo Lopez", "Lucía Lopez", "Ana Lopez", "Rosa Lopez")


def read(content):
    """The one rendered message of a content, and its PDF."""
    (rendered,) = letter.render([content])
    return rendered, pypdf.PdfReader(io.BytesIO(rendered.body))


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def printed(pdf: pypdf.PdfReader) -> str:
    return flat("".join(page.extract_text() for page in pdf.pages))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("act", [Act.STATEMENT, Act.LETTER])
def test_every_word_that_is_checked_is_printed(make_content, a_visit, hospital, act, language):
    visits = (a_visit(0, lines=3), a_visit(9, patient="Mateo Lopez", paid_cents=1_000))
    content = make_content(act=act, language=language, visits=visits, unapplied_cents=500, sender=hospital)

    rendered, pdf = read(content)
    seen = printed(pdf)
    absent = [
        piece for line in rendered.text.splitlines() for piece in re.split(r" \| |: ", line) if flat(piece) not in seen
    ]

    assert absent == []


def test_a_letter_is_a_tagged_pdf_ua_in_its_language(make_content):
    _, pdf = read(make_content(language="es"))
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "es-US"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert pdf.metadata.title == "Su estado de cuenta: Lakeside Family Medicine"


def test_the_tags_hold_headings_table_headers_and_the_code_in_words(make_content):
    _, pdf = read(make_content())
    tags: list[str] = []
    alts: list[str] = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            tags.append(str(node.get("/S")))
            if "/Alt" in node:
                alts.append(node["/Alt"])
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])

    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= set(tags)
    assert alts == ["Code to scan. It opens the payment page https://pay.lakeside.example/b/7Q2M"]


def test_the_same_message_gives_the_same_bytes(make_content, a_visit):
    contents = [make_content(visits=(a_visit(0),)), make_content(visits=(a_visit(0, lines=9),))]
    once = [rendered.sha256 for rendered in letter.render(contents)]
    again = [rendered.sha256 for rendered in letter.render(reversed(contents))]

    assert once == again[::-1]
    assert len(set(once)) == 2


@pytest.mark.parametrize(
    ("visits", "lines", "pages"),
    [(1, 1, 1), (2, 2, 2), (5, 8, 4)],
)
def test_a_statement_of_one_line_is_one_page_and_forty_lines_go_on(make_content, a_visit, visits, lines, pages):
    several = tuple(a_visit(number * 7, lines=lines, patient=PEOPLE[number]) for number in range(visits))
    _, pdf = read(make_content(visits=several))

    assert pages == len(pdf.pages)
    for number, page in enumerate(pdf.pages, 1):
        assert f"Page {number} of {pages}" in page.extract_text()


def test_letters_that_are_set_together_count_their_own_pages(make_content, a_visit):
    several = [make_content(visits=tuple(a_visit(number) for number in range(4))), make_content()]
    together = letter.pages.typeset([sheet.compose_sheet(content) for content in several], day=date(2025, 3, 3))
    said = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(together)).pages]

    assert [re.search(r"Page \d of \d", text).group() for text in said] == ["Page 1 of 2", "Page 2 of 2", "Page 1 of 1"]


@pytest.mark.parametrize("template", sorted({name for name, _ in wording.find_templates()}))
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_reminder_is_one_page_even_at_its_longest(make_content, a_visit, hospital, long_name, template, language):
    for count in (1, 3, 12):
        visits = tuple(a_visit(number, patient=PEOPLE[number % 5], paid_cents=100) for number in range(count))
        content = make_content(
            act=Act.LETTER,
            template=template,
            language=language,
            visits=visits,
            unapplied_cents=100,
            sender=hospital,
            addressee=long_name,
        )

        assert len(read(content)[1].pages) == 1, count


def test_a_statement_adds_up_in_print(make_content, a_visit):
    visits = (a_visit(0, lines=2), a_visit(9, patient="Mateo Lopez", paid_cents=1_000))
    rendered, _ = read(make_content(visits=visits, unapplied_cents=500))

    assert "This visit | $240.01 | $100.00 | $60.01 | $0.00 | $80.00" in rendered.text
    assert "All visits: $110.00\nPaid, not tied to a visit yet: -$5.00\nYou owe: $105.00" in rendered.text


def test_a_statement_that_does_not_tie_is_never_made(make_content):
    content = make_content()
    wrong_line = replace(content.visits[0].lines[0], due_cents=4_001)
    wrong_visit = replace(content.visits[0], lines=(wrong_line,))

    with pytest.raises(AssertionError, match="do not tie"):
        list(letter.render([replace(content, due_cents=4_001)]))
    with pytest.raises(AssertionError, match="does not tie"):
        list(letter.render([replace(content, visits=(wrong_visit,), due_cents=4_001)]))


def test_a_stay_tells_the_day_of_each_line_that_is_not_the_visits_own(make_content, a_visit):
    visit = a_visit(0, lines=2)
    later = replace(visit.lines[1], service_on=date(2025, 1, 6))
    rendered, _ = read(make_content(visits=(replace(visit, lines=(visit.lines[0], later)),)))

    assert rendered.text.count("January 6, 2025") == 1


def test_nothing_to_pay_means_no_slip_and_no_code(make_content):
    paid, pdf = read(make_content(unapplied_cents=4_000))
    credit, _ = read(make_content(unapplied_cents=5_000))

    assert "Nothing to pay\n$0.00" in paid.text
    assert "You have paid $10.00 more than you owe." in credit.text
    for rendered in (paid, credit):
        assert "Payment slip" not in rendered.text
        assert "Scan to pay" not in rendered.text
    assert "/Figure" not in printed(pdf)


def test_a_reminder_names_no_service(make_content):
    rendered, _ = read(make_content(act=Act.LETTER, template="gentle_reminder"))

    assert "Office visit" not in rendered.text
    assert "January 5, 2025 | Ana Lopez | $40.00" in rendered.text


def test_a_hospital_prints_where_help_is(make_content, hospital):
    for language in ("en", "es"):
        rendered, pdf = read(make_content(sender=hospital, language=language))

        assert "(850) 555-0177" in rendered.text
        assert "https://gulfshore.example/help" in rendered.text
        assert flat("(850) 555-0177") in flat(pdf.pages[0].extract_text())


def test_an_unknown_language_gets_english_and_the_line_on_language_help(make_content):
    rendered, pdf = read(make_content(language="vi"))

    assert "Your statement" in rendered.text
    assert "Need help in another language" in rendered.text
    assert pdf.trailer["/Root"]["/Lang"] == "en-US"


def test_typst_marks_in_a_name_are_only_letters(make_content, ana):
    trick = replace(ana, name='#panic("x") *b* $y$ \\ <img> @ref')
    rendered, pdf = read(make_content(addressee=trick))

    assert trick.name in rendered.text
    assert flat(trick.name) in printed(pdf)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("act", [Act.STATEMENT, Act.LETTER])
def test_the_windows_show_nothing_but_names_and_addresses(make_content, a_visit, hospital, long_name, act, language):
    visits = tuple(a_visit(number) for number in range(2))
    template = "last_reminder" if act is Act.LETTER else "first_statement"
    content = make_content(
        act=act, template=template, language=language, visits=visits, sender=hospital, addressee=long_name
    )
    _, pdf = read(content)
    written = sheet.compose_sheet(content)
    page = pdf.pages[0]
    height = float(page.mediabox.height)
    upper: list[str] = []
    lower: list[str] = []

    def look(text, outer, matrix, _font, _size):
        from_left = (matrix[4] * outer[0] + matrix[5] * outer[2] + outer[4]) / POINTS_AN_INCH
        from_top = (height - (matrix[4] * outer[1] + matrix[5] * outer[3] + outer[5])) / POINTS_AN_INCH
        if text.strip() and from_left < 4.4:
            if 0.29 < from_top < 1.63:
                upper.append(text)
            if 2.0 < from_top < 3.5:
                lower.append(text)

    page.extract_text(visitor_text=look)

    assert flat("".join(written.return_address)) == flat("".join(upper))
    assert flat("".join(written.address)) == flat("".join(lower))
    assert content.account_key not in "".join(upper + lower)


def test_a_page_can_be_seen_as_a_picture(make_content):
    picture = letter.render_png(make_content(), dots_per_inch=40)

    assert picture.startswith(b"\x89PNG")
    with pytest.raises(IndexError):
        letter.render_png(make_content(), page=9, dots_per_inch=40)


def test_the_code_holds_the_address_of_the_payment_page_and_nothing_else(make_content, monkeypatch):
    drawn = []
    monkeypatch.setattr(letter.pages, "draw_code", lambda url: drawn.append(url) or _blank_svg())
    list(letter.render([make_content()]))

    assert drawn == ["https://pay.lakeside.example/b/7Q2M"]


def _blank_svg() -> str:
    return '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>'


@pytest.mark.parametrize(
    ("kept", "printed"), [("323010000", "32301-0000"), ("32301", "32301"), ("32301-0000", "32301-0000")]
)
def test_a_zip_of_nine_digits_is_printed_with_its_hyphen(kept, printed):
    assert printed == say_zip(kept)
