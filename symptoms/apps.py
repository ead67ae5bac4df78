"""Starts the clinical side."""

from django.apps import AppConfig


class SymptomsConfig(AppConfig):
    """Registers the clinical kinds, keeps the search index in step with what is live, and has the vignettes checked."""

    name = "symptoms"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Clinical pages"

    def ready(self) -> None:
        """Tell the publishing core what this app adds."""
        from articles import hooks
        from symptoms import clinical_kinds

        clinical_kinds.register()
        hooks.projections.register("symptoms.search.index.follow")
        hooks.gates.register("symptoms.vignettes.regressions")
        hooks.followers.register("symptoms.vignettes.record")
