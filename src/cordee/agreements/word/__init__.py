"""An agreement as a Word document: fields filled from its record into a template."""
