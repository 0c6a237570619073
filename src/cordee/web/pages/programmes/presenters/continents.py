"""What GeoNames' codes of continents are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


CONTINENT_NAMES = {
    "AF": _("Africa"),
    "AN": _("Antarctica"),
    "AS": _("Asia"),
    "EU": _("the continent of Europe"),
    "NA": _("North and Central America"),
    "OC": _("Oceania"),
    "SA": _("South America"),
}
