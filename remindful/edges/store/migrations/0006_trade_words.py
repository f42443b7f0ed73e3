"""Columns and kinds by the trade's own words: message and remedy, adjudicated, requested. No amount and no date changes."""

from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_audit"),
    ]

    operations = [
        migrations.RenameField("finding", "says", "message"),
        migrations.RenameField("finding", "mend", "remedy"),
        migrations.RenameField("claimstatus", "says", "message"),
        migrations.RenameField("messageattempt", "says", "message"),
        migrations.RenameField("remitclaim", "answered_on", "adjudicated_on"),
        migrations.RenameField("responsibility", "answered_on", "adjudicated_on"),
        migrations.RenameField("authorization", "asked_on", "requested_on"),
        migrations.RemoveConstraint("entry", "entry_kind"),
        migrations.RemoveConstraint("event", "event_kind"),
        migrations.RemoveConstraint("authorization", "authorization_state"),
        migrations.RunSQL((_SQL / "0006_rows.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="authorization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["requested", "approved", "partly", "pended", "denied", "cancelled", "not_required"])
                ),
                name="authorization_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "charge",
                            "opening_balance",
                            "adjudication",
                            "payer_reversal",
                            "provider_adjustment",
                            "unmatched_payment",
                            "suspense_release",
                            "patient_payment",
                            "allocation",
                            "adjustment",
                            "refund",
                            "void",
                        ],
                    )
                ),
                name="entry_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "call_placed",
                            "conversation",
                            "statement_sent",
                            "letter_sent",
                            "email_sent",
                            "text_sent",
                            "mail_returned",
                            "email_bounced",
                            "text_received",
                            "number_checked",
                            "notice_sent",
                            "opted_out",
                            "opt_out_withdrawn",
                            "consent_given",
                            "cease_requested",
                            "cease_withdrawn",
                            "attorney_named",
                            "attorney_released",
                            "address_changed",
                            "hours_requested",
                            "hours_refused",
                            "work_address_reported",
                            "employer_forbade",
                            "other_means_requested",
                            "esign_consented",
                            "held",
                            "released",
                            "disputed",
                            "dispute_resolved",
                            "bankruptcy_filed",
                            "bankruptcy_ended",
                            "bankruptcy_discharged",
                            "died",
                            "representative_named",
                            "assistance_applied",
                            "assistance_decided",
                            "collection_notice_sent",
                            "oral_effort_made",
                            "estimate_given",
                            "dispute_resolution_opened",
                            "dispute_resolution_closed",
                            "creditor_is",
                            "creditor_requested",
                            "creditor_named",
                            "itemization_requested",
                            "itemized_bill_sent",
                            "appeal_opened",
                            "appeal_closed",
                            "cost_share_set",
                            "care_marked",
                            "duty_met",
                            "income_reported",
                            "service_began",
                            "service_ended",
                            "delinquent",
                            "invoice_due",
                            "interest_charged",
                            "plan_proposed",
                            "plan_missed",
                            "plan_agreed",
                            "plan_ended",
                            "promise_made",
                            "placed",
                            "recalled",
                        ],
                    )
                ),
                name="event_kind",
            ),
        ),
    ]
