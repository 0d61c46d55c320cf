"""Triggers by which the database itself keeps the ledger: for migrations.

Postings go in before their entry. An entry is refused whose amount is not the sum of its postings;
a posting is refused whose entry stands already.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_ENTRY, _POSTING = "payments_journalentry", "payments_posting"
_SUM = f"SELECT coalesce(sum(amount_fen), 0) FROM {_POSTING} WHERE entry_id = NEW.key"  # noqa: S608

_SQLITE = f"""
CREATE TRIGGER {_ENTRY}_balanced BEFORE INSERT ON {_ENTRY}
WHEN NEW.amount_fen <> ({_SUM})
BEGIN SELECT RAISE(ABORT, 'an entry is the sum of its postings'); END;
CREATE TRIGGER {_POSTING}_in_time BEFORE INSERT ON {_POSTING}
WHEN EXISTS (SELECT 1 FROM {_ENTRY} WHERE key = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'an entry that stands takes no more postings'); END
"""  # noqa: S608 - the names are this file's own
_POSTGRESQL = f"""
CREATE FUNCTION {_ENTRY}_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF NEW.amount_fen <> ({_SUM})
THEN RAISE EXCEPTION 'an entry is the sum of its postings' USING ERRCODE = '23514'; END IF;
RETURN NEW; END $$;
CREATE TRIGGER {_ENTRY}_balanced BEFORE INSERT ON {_ENTRY}
FOR EACH ROW EXECUTE FUNCTION {_ENTRY}_balanced();
CREATE FUNCTION {_POSTING}_in_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM {_ENTRY} WHERE key = NEW.entry_id)
THEN RAISE EXCEPTION 'an entry that stands takes no more postings' USING ERRCODE = '23514'; END IF;
RETURN NEW; END $$;
CREATE TRIGGER {_POSTING}_in_time BEFORE INSERT ON {_POSTING}
FOR EACH ROW EXECUTE FUNCTION {_POSTING}_in_time();
"""  # noqa: S608


class BalancedLedger(migrations.RunPython):
    """A migration step after which the database refuses an unbalanced entry."""

    def __init__(self) -> None:
        super().__init__(self._forwards, migrations.RunPython.noop, elidable=False)

    def deconstruct(self) -> Any:
        """How a migration file writes this step."""
        return self.__class__.__name__, [], {}

    def _forwards(self, _apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRESQL, params=None)
            return
        for statement in _SQLITE.split("END;"):
            ended = statement.strip()
            editor.execute(ended if ended.endswith("END") else f"{ended} END;", params=None)
