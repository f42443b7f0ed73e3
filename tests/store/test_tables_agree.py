"""The migrations, the models, the contracts and the closed lists tell of the same tables."""

import pytest

from remindful.core.words import frames
from remindful.edges.store import open_store, prepare, reads
from tests.store.conftest import NOW

#: A contract, the table that its frames go into, and the columns that travel otherwise.
INTO = (
    (frames.Remits, "remit", {"currency", "is_debit"}),
    (frames.RemitClaims, "remit_claim", {"remit_no"}),
    (frames.RemitLines, "remit_line", {"claim_no"}),
    (frames.RemitAdjustments, "remit_adjustment", {"claim_no"}),
    (frames.RemitProviderAdjustments, "remit_provider_adjustment", {"remit_no"}),
    (frames.Demographics, "party_version", {"line_no", "party_key", "as_of_on"}),
    (frames.Events, "event", set()),
    (frames.Visits, "visit", {"opened_on"}),
    (frames.VisitPayers, "visit_payer", set()),
    (frames.Items, "item", set()),
    (frames.Entries, "entry", set()),
    (frames.Postings, "posting", {"entry_key"}),
    (frames.Responsibilities, "responsibility", set()),
    (frames.Steps, "message", set()),
    (frames.Messages, "message", set()),
    (frames.Coverages, "coverage", set()),
    (frames.Providers, "provider", set()),
    (frames.Encounters, "encounter", set()),
    (frames.Diagnoses, "diagnosis", set()),
    (frames.Charges, "charge", set()),
    (frames.Fees, "fee", set()),
    (frames.Referrals, "referral", set()),
    (frames.Authorizations, "authorization", set()),
    (frames.Appointments, "appointment", set()),
    (frames.SentClaims, "claim_sent", set()),
    (frames.ClaimStatuses, "claim_status", set()),
    (frames.SentRequests, "request_sent", set()),
)


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize(("contract", "table", "elsewhere"), INTO, ids=lambda value: getattr(value, "__name__", ""))
def test_a_contracts_columns_are_the_tables(contract: type[frames.Items], table: str, elsewhere: set[str]):
    with open_store(organizations="all", now=NOW) as store:
        columns = set(store._types_of(table))

    assert set(contract.column_names()) - elsewhere - columns == set()


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize(
    "name",
    [
        "appointments", "authorizations", "charges", "claim_statuses", "coverages", "diagnoses", "encounters", "fees", "providers",
        "referrals", "sent_claims", "sent_requests",
    ],
)  # fmt: skip
def test_a_read_of_care_has_its_contracts_columns(name: str):
    contracts = {
        "claim_statuses": frames.ClaimStatuses,
        "sent_claims": frames.SentClaims,
        "sent_requests": frames.SentRequests,
    }
    contract = contracts.get(name) or getattr(frames, name.capitalize())
    with open_store(organizations="all", now=NOW) as store:
        read = getattr(reads, name)(store)

    assert set(contract.column_names()) - set(read.columns) == set()


@pytest.mark.usefixtures("fresh_database")
def test_the_models_need_no_further_migration():
    prepare(with_django=True)
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)

    assert {app: [str(one) for one in found[0].operations] for app, found in changes.items()} == {}


@pytest.mark.usefixtures("fresh_database")
def test_djangos_own_connection_is_bound_too():
    prepare(with_django=True)
    from django.db import connection, connections

    connections.close_all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM organization)")
        seen = cursor.fetchone()
    connections.close_all()

    assert seen == ("remindful_app", 0)
