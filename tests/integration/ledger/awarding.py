"""Enter a public award into a demonstration that is served. Run by `apart.run("awarding", …)`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from cordee.programmes.life import CallStage
from cordee.programmes.models import Application, Call, Decision, Project


AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def main() -> dict[str, str]:
    call = Call.objects.filter(stage=CallStage.PUBLISHED.value).order_by("title_en")[0]
    application = Application.objects.create(
        call=call,
        number=901,
        account=uuid4(),
        title="Applied",
        stage="submitted",
        stage_since=AT,
        submitted_at=AT,
        receipt="x" * 64,
        created_at=AT,
        changed_at=AT,
        is_demonstration=True,
    )
    award = Decision.objects.create(
        application=application, kind="fund", amount=Decimal(9000), currency="EUR", decided_at=AT
    )
    project = Project.objects.create(
        office=call.office,
        award=award,
        instrument_version=call.instrument_version,
        definition=call.definition,
        title="Ice and organoids",
        reference="2026-901",
        granted=Decimal(9000),
        currency="EUR",
        stage_since=AT,
        is_public=True,
        was_public=True,
        is_demonstration=True,
        created_at=AT,
        changed_at=AT,
    )
    return {
        "project": str(project.id),
        "instrument": str(call.instrument_version.instrument_id),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
