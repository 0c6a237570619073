"""How every form looks: one template for a form, one for a field, whoever wrote the form."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws forms by our templates; the rest by Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
