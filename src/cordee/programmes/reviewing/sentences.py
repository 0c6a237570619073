"""What a tie is told as: a sentence of its evidence, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from cordee.kernel.messages import Sentence


TIE_SENTENCES = {
    "is_applicant": gettext_noop("is the applicant"),
    "is_contact": gettext_noop("is the contact of the partner {partner}"),
    "is_partner": gettext_noop(
        "is or was at {organisation}, a partner of the application ({period})"
    ),
    "applies": gettext_noop("is or was at {organisation}, which applies ({period})"),
    "together": gettext_noop(
        "at {organisation} ({period}) at the same time as {other} ({other_period})"
    ),
    "leads": gettext_noop("leads or led {organisation}, where {other} is or was"),
    "is_led": gettext_noop("is or was at {organisation}, which {other} leads or led"),
    "coauthor": gettext_noop("works signed with {other}: {works}, the last in {last_year}"),
    "project": gettext_noop("works with {other} on the project {project}"),
    "named": gettext_noop("is named in the agreement “{agreement}” with {organisation}"),
    "signs": gettext_noop("signs the agreement “{agreement}” with {organisation}"),
    "declared": gettext_noop("declared: {reason}"),
}
"""The sentence of each way a tie shows."""


def say_tie(how: str, evidence: Mapping[str, str | int], language: str) -> Sentence:
    """Return the sentence of a tie with the names that `language` has; unknown years are “?”."""
    values: dict[str, object] = {
        name.removesuffix(f"_{language}"): value
        for name, value in evidence.items()
        if not name.endswith("_en" if language == "fr" else "_fr")
    }
    for name in ("period", "other_period"):
        if not values.get(name, "?"):
            values[name] = "?"
    return Sentence(TIE_SENTENCES.get(how, "{how}"), values | {"how": how})
