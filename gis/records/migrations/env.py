"""Where a revision is carried out: in the transaction of whoever asked, so a store is made whole or not at all."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
