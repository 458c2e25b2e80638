"""Drafts by the bands of their sketches, so that alike wording is looked up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from agent.store.sketch import bands

revision = "r0005"
down_revision = "r0004"

AT_ONCE = 500
"""Drafts whose bands are written together."""


def upgrade() -> None:
    made = op.create_table(
        "draft_bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("band", "draft_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("draft_bands_draft", "draft_bands", ["draft_id"])
    sketched = sa.text("SELECT draft_id, print FROM draft_marks WHERE print IS NOT NULL")
    for rows in op.get_bind().execute(sketched).partitions(AT_ONCE):
        found = [{"draft_id": row.draft_id, "band": band} for row in rows for band in bands(row.print)]
        op.bulk_insert(made, found)


def downgrade() -> None:
    raise NotImplementedError("records are never taken back; restore a backup")
