"""The rulebook as pages: all of it is there once, every link leads somewhere, and a page is sound HTML."""

import re
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from remindful.core.facts.facts import STATES
from remindful.core.guard import load_rulebook
from remindful.core.words.kinds import OrganizationKind
from remindful.faces.lawsite import draw_map, write_site
from remindful.faces.lawsite.templating import MISSING
from remindful.faces.lawsite.wording import PLACE_NAMES, say_amount, say_parties

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "remindful" / "rulebook"
SMALL = ROOT / "tests" / "law" / "rulebook_small"
ON = date(2026, 12, 1)
VOID = {"meta", "link", "br", "hr", "img", "input", "rect"}
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Page(HTMLParser):
    """What a page holds; `faults` names each tag that is not closed in order and each attribute that stands twice."""

    open_tags: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tables: int = 0
    captions: int = 0
    loads: list[str] = field(default_factory=list)
    lang: str | None = None
    text: str = ""

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if len(values) < len(attrs):
            self.faults.append(f"an attribute twice in <{tag}> at {self.getpos()}")
        self.ids += [values["id"]] if "id" in values else []
        if tag == "a":
            self.links.append(values["href"])
        if tag == "article":
            self.rules.append(values["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in {"script", "link", "img", "iframe"} or "src" in values:
            self.loads.append(tag)
        self.lang = values.get("lang", self.lang)
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open_tags.pop()

    def handle_endtag(self, tag):
        if not self.open_tags or self.open_tags[-1] != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} while open are {self.open_tags[-3:]}")
        else:
            self.open_tags.pop()

    def handle_data(self, data):
        self.text += data


def read_page(text):
    page = Page()
    page.feed(text)
    page.close()
    page.faults += [f"<{tag}> is never closed" for tag in page.open_tags]
    return page


def dead_links(pages):
    """Links that lead to no page, or to no anchor of it."""
    dead = []
    for name, page in pages.items():
        for link in page.links:
            file, _, anchor = link.partition("#")
            target = pages.get(file or name)
            if target is None or (anchor and anchor not in target.ids):
                dead.append(f"{name}: {link}")
    return dead


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(SHIPPED)


@pytest.fixture(scope="module")
def small():
    return load_rulebook(SMALL)


@pytest.fixture(scope="module")
def site(rulebook, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    counts = write_site(rulebook, folder / "new" / "site", on=ON)
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / "new" / "site").iterdir())}
    return counts, texts, {name: read_page(text) for name, text in texts.items()}


def write_small(rulebook, folder):
    write_site(rulebook, folder, on=ON)
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_every_rule_of_the_shipped_rulebook_is_on_exactly_one_page(rulebook, site):
    counts, _, pages = site
    placed = Counter(rule for page in pages.values() for rule in page.rules)

    assert counts.rules == len(rulebook.rules) > 300
    assert set(placed) == set(rulebook.rules)
    assert set(placed.values()) == {1}


def test_every_case_and_every_citation_of_a_rule_is_on_its_page(rulebook, site):
    _, _, pages = site
    missing = [
        (rule.id, words)
        for rule in rulebook.rules.values()
        for words in (rule.says, *(case.says for case in rule.cases), *(law.cite for law in rule.law))
        if words not in pages[f"{rule.jurisdiction}.html"].text
    ]

    assert [] == missing


def test_every_jurisdiction_has_a_page_and_nothing_else_is_written(site):
    counts, texts, _ = site
    wanted = {f"{state.lower()}.html" for state in STATES} | {"us.html", "program.html", "house.html"}

    assert set(texts) == wanted | {"index.html", "terms.html"}
    assert counts.pages == len(texts) == 61


def test_every_link_and_anchor_leads_somewhere(site):
    _, _, pages = site

    assert [] == dead_links(pages)
    assert sum(len(page.links) for page in pages.values()) > 2000


@pytest.mark.parametrize("link", ["nowhere.html", "#nowhere", "us.html#nowhere"])
def test_a_planted_dead_link_is_found(site, link):
    _, texts, pages = site
    planted = read_page(texts["ny.html"].replace("<main ", f'<a href="{link}">x</a><main ', 1))

    assert [f"ny.html: {link}"] == dead_links({**pages, "ny.html": planted})


def test_every_page_is_sound_html_with_each_id_once(site):
    _, _, pages = site
    twice = {name: [one for one, number in Counter(page.ids).items() if number > 1] for name, page in pages.items()}

    assert {} == {name: page.faults for name, page in pages.items() if page.faults}
    assert {} == {name: ids for name, ids in twice.items() if ids}


@pytest.mark.parametrize("broken", ["<p><b>x</p></b>", "<ul><li>x", "</div>", '<a href="#" href="#">x</a>'])
def test_planted_broken_html_is_found(broken):
    assert read_page(broken).faults


def test_every_page_says_its_language_captions_its_tables_skips_no_heading_and_loads_nothing(site):
    _, texts, pages = site
    for name, page in pages.items():
        steps = [after - before for before, after in zip(page.headings, page.headings[1:], strict=False)]

        assert page.lang == "en", name
        assert page.tables == page.captions, name
        assert [place for place, level in enumerate(page.headings) if level == 1] == [0], name
        assert max(steps, default=1) <= 1, name
        assert [] == page.loads, name
        assert "#main" in page.links, name
        assert not re.search(r"url\((?!#)|@import", texts[name]), name
        assert MISSING not in texts[name], name


def test_every_page_tells_the_version_and_the_day_on_screen_and_on_paper(rulebook, site):
    _, texts, _ = site
    for name, text in texts.items():
        assert f'content: "version {rulebook.version}, as of Dec 1, 2026"' in text, name
        assert f"<code>{rulebook.version}</code>" in text.split("<footer>")[1], name


def test_the_map_has_51_tiles_each_a_link_to_its_page(rulebook):
    drawn = ElementTree.fromstring(draw_map(rulebook, ON))  # noqa: S314 (our own)
    tiles = drawn.findall(f"{SVG}a")
    places = [tile.find(f"{SVG}g").get("transform") for tile in tiles]

    assert len(tiles) == len(set(places)) == 51
    assert {tile.get("href") for tile in tiles} == {
        f"{state.lower()}.html" for state in STATES if state not in {"PR", "VI", "GU", "AS", "MP"}
    }


def test_an_unread_topic_is_marked_on_the_map_by_a_sign_and_a_pattern(rulebook):
    alabama = draw_map(rulebook, ON).partition('href="al.html"')[2].partition("</a>")[0]
    read = replace(rulebook, coverage=tuple(replace(line, status="none_found") for line in rulebook.coverage))
    all_read = draw_map(read, ON).partition('href="al.html"')[2].partition("</a>")[0]

    assert "1 ?1<" in alabama
    assert "url(#unread)" in alabama
    assert "?" not in all_read
    assert "url(#unread)" not in all_read


def test_a_planted_sentence_with_signs_of_html_is_escaped(small, tmp_path):
    name = "fl.suit"
    evil = '<script>alert("x")</script> & "quotes" </h3>'
    rule = replace(small.rules[name], says=evil)
    planted = replace(small, rules={**small.rules, name: rule})
    texts = write_small(planted, tmp_path)
    page = read_page(texts["fl.html"])

    assert "<script" not in "".join(texts.values())
    assert evil in page.text
    assert [] == page.faults + page.loads


def test_the_same_rulebook_and_day_give_the_same_bytes_and_another_day_does_not(rulebook, site, tmp_path):
    _, texts, _ = site
    write_site(load_rulebook(SHIPPED), tmp_path / "again", on=ON)
    write_site(rulebook, tmp_path / "later", on=date(2026, 12, 2))
    again = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "again").iterdir()}

    assert again == texts
    assert (tmp_path / "later" / "us.html").read_text(encoding="utf-8") != texts["us.html"]


def test_the_whole_site_is_written_within_seconds(rulebook, tmp_path):
    began = time.process_time()
    write_site(rulebook, tmp_path, on=ON)

    assert time.process_time() - began < 8  # about one on a laptop: many times that is a fault


def test_federal_only_is_said_in_words_and_its_mark_is_never_shown(site):
    _, texts, pages = site

    assert "Federal rules only" in pages["al.html"].text
    assert "nothing of this state's own" in pages["al.html"].text
    assert not [name for name, text in texts.items() if "federal_only" in text]


def test_a_topic_that_stands_nowhere_is_shown_as_unread(small, tmp_path):
    page = read_page(write_small(small, tmp_path)["wy.html"])

    assert "Unread: holds" in page.text
    assert "Stands nowhere in the rulebook." in page.text


def test_an_exception_is_linked_both_ways(small, tmp_path):
    texts = write_small(small, tmp_path)

    assert '<dt>Sets aside</dt><dd><a href="us.html#us.zed.hours">' in texts["fl.html"]
    assert '<dt>Is set aside by</dt><dd><a href="fl.html#fl.evening">' in texts["us.html"]


def test_a_number_that_changes_is_told_before_and_after_the_day_and_two_years_on_no_more(tmp_path):
    folder = tmp_path / "rulebook"
    shutil.copytree(SMALL, folder)
    file = folder / "states" / "fl" / "suit.yaml"
    file.write_text(file.read_text().replace("2024-07-01: 10}", "2024-07-01: 10, 2027-01-01: 20}"))
    planted = load_rulebook(folder)
    told = {}
    for on in (date(2026, 12, 31), date(2027, 1, 1), date(2029, 1, 2)):
        write_site(planted, tmp_path / str(on), on=on)
        text = (tmp_path / str(on) / "terms.html").read_text(encoding="utf-8")
        says = "wait days: from 10 business days to 20 business days"
        told[on] = [part.partition("</h2>")[0] for part in text.split("<h2>") if says in part]

    assert list(told.values()) == [["Numbers that will change"], ["Numbers that changed"], []]


def test_numbers_are_said_as_people_say_them():
    assert say_amount(1260, "minutes") == "9:00 p.m. (minute 1260 of the day)"
    assert say_amount(0, "minutes") == "12:00 a.m. (minute 0 of the day)"
    assert say_amount(50_000, "cents") == "$500.00"
    assert say_amount(725, "basis_points") == "7.25% (725 basis points)"
    assert [say_amount(number, "business_days") for number in (1, 2)] == ["1 business day", "2 business days"]
    assert [say_amount(200, unit) for unit in ("percent", "count")] == ["200%", "200"]
    assert say_amount(None, "days") == "not modelled: the rule holds"


def test_parties_are_said_as_people_say_them():
    everybody = tuple(OrganizationKind)

    assert say_parties(everybody) == "every organization"
    assert say_parties(everybody[:-1]) == "physician groups, hospitals and early-out vendors, not collection agencies"
    assert say_parties((OrganizationKind.THIRD_PARTY,)) == "collection agencies"
    assert say_parties((OrganizationKind.HOSPITAL,)) == "hospitals that are not tax-exempt"


def test_every_place_has_its_name():
    assert {state.lower() for state in STATES} <= set(PLACE_NAMES)
    assert len(set(PLACE_NAMES.values())) == len(PLACE_NAMES)
