"""What payers answered: transactions, claims with their lines and adjustments, and the share of each item."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models

from remindful.edges.store.models import columns


class Remit(models.Model):
    """A transaction (ST) of an 835."""

    remit_id = columns.generated_id()
    organization_id = columns.ref()
    source_file_id = columns.ref()
    remit_no = models.BigIntegerField()
    segment_no = models.BigIntegerField()
    control_number = columns.text()
    is_production = models.BooleanField(null=True)
    trace_number = columns.text()
    payer_originator = columns.text()
    handling_code = columns.text()
    method = columns.text()
    paid_cents = columns.cents(null=True)
    paid_on = columns.day(null=True)
    payer_name = columns.text()
    payer_key = columns.text()
    payee_name = columns.text()
    payee_npi = columns.text()
    payee_tax_id = columns.text()
    is_complete = models.BooleanField()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "remit"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "source_file_id", "remit_no"], name="remit_in_file"),
        )


class RemitClaim(models.Model):
    """A claim (CLP) of an 835, and the visit and payer level that it answers, once matched."""

    remit_claim_id = columns.generated_id()
    organization_id = columns.ref()
    remit_id = columns.ref()
    visit_id = columns.ref(null=True)
    level_no = models.BigIntegerField(null=True)
    claim_no = models.BigIntegerField()
    segment_no = models.BigIntegerField()
    control_number = columns.text()
    status_code = columns.text()
    charge_cents = columns.cents(null=True)
    paid_cents = columns.cents(null=True)
    patient_cents = columns.cents(null=True)
    filing_code = columns.text()
    payer_control_number = columns.text()
    facility_code = columns.text()
    frequency_code = columns.text()
    patient_last_name = columns.text()
    patient_first_name = columns.text()
    member_id = columns.text()
    crossover_payer = columns.text()
    service_from_on = columns.day(null=True)
    service_to_on = columns.day(null=True)
    received_on = columns.day(null=True)
    remark_codes = columns.texts()  # of the claim, then of its lines, each once
    takes_back_id = models.BigIntegerField(null=True)  # of a reversal: the claim that it takes back
    own_remark_codes = columns.texts(null=True)  # of the claim alone; null: see SourceFile.has_remit_lines
    adjudicated_on = columns.day()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "remit_claim"
        constraints = (models.UniqueConstraint(fields=["remit_id", "claim_no"], name="remit_claim_in_remit"),)
        indexes = (
            models.Index(fields=["organization_id", "control_number"], name="remit_claim_control"),
            models.Index(fields=["visit_id"], name="remit_claim_visit"),
        )


class RemitLine(models.Model):
    """A service line (SVC) of a claim of an 835. It became known when its remittance did."""

    pk = models.CompositePrimaryKey("remit_claim_id", "line_no")
    organization_id = columns.ref()
    remit_claim_id = columns.ref()
    line_no = models.BigIntegerField()
    segment_no = models.BigIntegerField()
    line_control_number = columns.text()
    code_qualifier = columns.text()
    procedure_code = columns.text()
    modifiers = columns.text()
    revenue_code = columns.text()
    billed_code = columns.text()
    charge_cents = columns.cents(null=True)
    paid_cents = columns.cents(null=True)
    units = models.FloatField(null=True)
    service_on = columns.day(null=True)
    allowed_cents = columns.cents(null=True)
    remark_codes = columns.texts()

    class Meta:
        db_table = "remit_line"


class RemitAdjustment(models.Model):
    """An adjustment (a triplet of a CAS) of a claim of an 835, or of one of its lines. adjustment_no: its place among those of the file."""

    pk = models.CompositePrimaryKey("remit_claim_id", "adjustment_no")
    organization_id = columns.ref()
    remit_claim_id = columns.ref()
    adjustment_no = models.BigIntegerField()
    line_no = models.BigIntegerField(null=True)
    segment_no = models.BigIntegerField()
    group_code = columns.text()
    carc = columns.text()
    amount_cents = columns.cents(null=True)
    units = models.FloatField(null=True)

    class Meta:
        db_table = "remit_adjustment"


class RemitProviderAdjustment(models.Model):
    """An adjustment of a whole payment (a pair of a PLB). adjustment_no: its place among those of the file."""

    pk = models.CompositePrimaryKey("remit_id", "adjustment_no")
    organization_id = columns.ref()
    remit_id = columns.ref()
    adjustment_no = models.BigIntegerField()
    segment_no = models.BigIntegerField()
    provider_key = columns.text()
    fiscal_end_on = columns.day(null=True)
    reason_code = columns.text()
    reference = columns.text()
    amount_cents = columns.cents(null=True)

    class Meta:
        db_table = "remit_provider_adjustment"


class Responsibility(models.Model):
    """What a payer said of an item: one row a CAS triplet."""

    responsibility_id = columns.generated_id()
    organization_id = columns.ref()
    item_id = columns.ref()
    visit_id = columns.ref()
    level_no = models.BigIntegerField()
    remit_claim_id = columns.ref()
    group_code = columns.key()
    carc = columns.key()
    amount_cents = columns.cents()
    adjudicated_on = columns.day()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "responsibility"
        indexes = (models.Index(fields=["visit_id"], name="responsibility_visit"),)
