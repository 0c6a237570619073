from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from cordee.reference.folding import fold


KEYS = {
    "Involvement": ("person_id", "role", "organisation_id", "start"),
    "OrganisationLink": ("first_id", "standing", "second_id", "start"),
    "ThemeTie": ("theme_id", "record", "start"),
}


def keep_one_of_each(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Keep one of what is said twice: SQLite never held the constraints that are replaced here.

    That which holds still is kept, else that which ended last; of a tie, one that leads.
    """
    for name, key in KEYS.items():
        table = apps.get_model("directory", name)
        order = ["-leads"] if name == "ThemeTie" else []
        seen, twice = set(), []
        rows = table.objects.order_by(*order, F("end").desc(nulls_first=True), "id")
        for one, *values in rows.values_list("id", *key).iterator(chunk_size=2_000):
            if tuple(values) in seen:
                twice.append(one)
            seen.add(tuple(values))
        for start in range(0, len(twice), 500):
            table.objects.filter(id__in=twice[start : start + 500]).delete()


def part_withdrawals(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Move why a request was withdrawn out of the column of answers, where it was written till now."""
    withdrawn = apps.get_model("directory", "Request").objects.filter(state="withdrawn")
    withdrawn.update(withdrawal=F("answer"))
    withdrawn.update(answer="")


def fold_french(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Fold the French names of what the search holds already."""
    entries = apps.get_model("directory", "SearchEntry").objects
    some = []
    for row in entries.order_by("id").only("id", "name_fr").iterator(chunk_size=2_000):
        row.folded_fr = fold(row.name_fr)[:300]
        some.append(row)
        if len(some) == 2_000:
            entries.bulk_update(some, ["folded_fr"], batch_size=300)
            some.clear()
    entries.bulk_update(some, ["folded_fr"], batch_size=300)


def leave(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Change nothing on the way back."""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_use_asked_on'),
    ]

    operations = [
        migrations.RunPython(keep_one_of_each, leave),
        migrations.RemoveConstraint(
            model_name='involvement',
            name='one_involvement_of_a_kind_from_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='organisationlink',
            name='one_link_of_a_kind_from_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='themetie',
            name='one_tie_to_a_theme_from_a_day',
        ),
        migrations.AddField(
            model_name='request',
            name='withdrawal',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='folded_fr',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(fields=('person', 'role', 'organisation', 'start'), name='one_involvement_of_a_kind_from_a_day'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(condition=models.Q(('start__isnull', True)), fields=('person', 'role', 'organisation'), name='one_involvement_of_a_kind_of_no_day'),
        ),
        migrations.AddConstraint(
            model_name='organisationlink',
            constraint=models.UniqueConstraint(fields=('first', 'standing', 'second', 'start'), name='one_link_of_a_kind_from_a_day'),
        ),
        migrations.AddConstraint(
            model_name='organisationlink',
            constraint=models.UniqueConstraint(condition=models.Q(('start__isnull', True)), fields=('first', 'standing', 'second'), name='one_link_of_a_kind_of_no_day'),
        ),
        migrations.AddConstraint(
            model_name='themetie',
            constraint=models.UniqueConstraint(fields=('theme', 'record', 'start'), name='one_tie_to_a_theme_from_a_day'),
        ),
        migrations.AddConstraint(
            model_name='themetie',
            constraint=models.UniqueConstraint(condition=models.Q(('start__isnull', True)), fields=('theme', 'record'), name='one_tie_to_a_theme_of_no_day'),
        ),
        migrations.RunPython(part_withdrawals, leave),
        migrations.RunPython(fold_french, leave),
    ]
