"""From all batches of projects to those that are true now.

Of a project the row last changed counts, then the later batch. Its participants are those of one
batch together, the one with the latest change, then the later one; a participant who left would else
stay for ever. Its subjects bear no date: those of the last batch that has any count. Participants of a project no table describes wait.
"""

from __future__ import annotations


_PROJECTS = """
    SELECT * FROM batch_projects
    QUALIFY row_number() OVER (
        PARTITION BY project ORDER BY version DESC, batch DESC, part DESC, line DESC
    ) = 1
    ORDER BY project
"""

_PARTICIPANTS = """
    WITH offered AS (
        SELECT project, batch, max(version) AS version
        FROM batch_project_organisations GROUP BY ALL
    ),
    chosen AS (
        SELECT project, batch FROM offered
        QUALIFY row_number() OVER (PARTITION BY project ORDER BY version DESC, batch DESC) = 1
    )
    SELECT DISTINCT p.* EXCLUDE (batch, part, line, filename, file_row_number)
    FROM batch_project_organisations p JOIN chosen USING (project, batch)
    SEMI JOIN batch_projects USING (project)
    ORDER BY p.project, p.position NULLS LAST, p.participant, p.name, p.role, p.ec_contribution
"""

_SUBJECTS = """
    WITH chosen AS (SELECT project, max(batch) AS batch FROM batch_project_themes GROUP BY ALL)
    SELECT project, code, min(label) AS label, min(path) AS path
    FROM batch_project_themes JOIN chosen USING (project, batch)
    SEMI JOIN batch_projects USING (project)
    GROUP BY project, code ORDER BY project, code
"""

STEPS = (
    ("projects", _PROJECTS),
    ("project_organisations", _PARTICIPANTS),
    ("project_themes", _SUBJECTS),
)
"""The snapshot's tables of projects, each with the query over all batches that gives it."""
