"""Which file is brought in, for whom, and what its columns mean."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.directory.imports.kinds import FileKind
from cordee.directory.queries import Named
from cordee.ledger.sheets import MOST_BYTES, Sheet
from cordee.web.importing import KINDS
from cordee.web.wording import get_reader_language


class FilesInput(forms.ClearableFileInput):
    """A field in which several files that belong together are chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file, or several that belong together; cleaned, they are a list."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        every = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in every or [None]]


class UploadForm(forms.Form):
    """A file, what it holds, and for which organisation."""

    kind = forms.ChoiceField(label=_("What the file holds"))
    organisation = forms.ChoiceField(
        label=_("For"), help_text=_("Whose officers and editors keep what is brought in.")
    )
    file = FilesField(
        label=_("File"),
        help_text=_(
            "An Excel workbook (.xlsx), of which the first sheet is read, or CSV. Of CORDIS the archive (.zip), or project.csv and organization.csv together."
        ),
        widget=FilesInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv,.zip"}),
    )

    def __init__(self, *args: Any, homes: tuple[Named, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(name, one.title) for name, one in KINDS.items()]
        places = [(str(one.id), one.to_name(get_reader_language())) for one in homes]
        for name, choices in (("kind", kinds), ("organisation", places)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean_file(self) -> Any:
        files = self.cleaned_data["file"]
        if sum(one.size for one in files) > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large. Split it, or leave out columns."))
        kind = KINDS.get(self.cleaned_data.get("kind", ""))
        if len(files) > 1 and kind is not None and kind.read is None:
            raise forms.ValidationError(_("Choose one file."))
        return files

    def get_kind(self) -> FileKind[Any]:
        return KINDS[self.cleaned_data["kind"]]

    def get_organisation(self) -> UUID:
        return UUID(self.cleaned_data["organisation"])


class ColumnsForm(forms.Form):
    """Which column of the file each field is read from."""

    def __init__(self, *args: Any, sheet: Sheet, kind: FileKind[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("not in the file"))]
        choices += [(str(place), name) for place, name in enumerate(sheet.columns) if name]
        for one in kind.fields:
            header = one.to_header(get_reader_language())
            self.fields[one.name] = forms.ChoiceField(
                label=header[:1].upper() + header[1:], choices=choices, required=False
            )

    def get_places(self) -> dict[str, int]:
        return {name: int(place) for name, place in self.cleaned_data.items() if place}
