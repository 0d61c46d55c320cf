"""The ledger refuses update, delete and whatever does not balance."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable
from ballast_web.payments.guards import BalancedLedger


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [
        AppendOnlyTable("payments_journalentry"),
        AppendOnlyTable("payments_posting"),
        AppendOnlyTable("payments_reservationshare"),
        AppendOnlyTable("payments_receipt"),
        AppendOnlyTable("payments_receiptline"),
        BalancedLedger(),
    ]
