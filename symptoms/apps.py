"""Starts the clinical side."""

from django.apps import AppConfig


class SymptomsConfig(AppConfig):
    """Registers the clinical kinds keeps the search index in step with what is live, and has the vignettes checked."""

    name = "symptoms"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Clinical pages"

    def ready(self) -> None:
        """Tell the publishing core what this app adds."""
        from articles import publishing
        from symptoms import clinical_kinds, vignettes
        from symptoms.search import index

        clinical_kinds.register()
        publishing.register_projection(index.follow)
        publishing.register_gate(vignettes.regressions)
        publishing.register_follower(vignettes.record)
