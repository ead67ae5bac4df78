"""Starts the clinical side."""

from django.apps import AppConfig


class SymptomsConfig(AppConfig):
    """Registers the clinical kinds and keeps the search index in step with what is live."""

    name = "symptoms"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Clinical pages"

    def ready(self) -> None:
        """Tell the publishing core what this app adds."""
        from articles import publishing
        from symptoms import clinical_kinds
        from symptoms.search import index

        clinical_kinds.register()
        publishing.register_projection(index.follow)
