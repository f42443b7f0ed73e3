from tests.statuses.conftest import *
from tests.statuses.two_offices import *
from remindful.flow import billing_terms
def test_x(folder):
    pair = TwoOffices(folder).open()
    print((folder/"office.yaml").read_text())
    pair.person("ana").covered("ana", "AETNA").seen("V1", "ana", ("99213", 150), on="2026-03-02")
    pair.at(HOSPITAL).person("bob").covered("bob", "AETNA").seen("W1", "bob", ("99213", 150), on="2026-03-02")
    r=pair.bills("2026-03-03")
    print(r)
    with open_books(organizations="all", now=EVER, read_only=True) as books:
        print(billing_terms.terms_of(books), reads.encounters(books), reads.open_findings(books)["says"].to_list())
    assert 0
