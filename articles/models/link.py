"""Cross-links of the working copy: one table for the whole graph."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from articles import kinds
from articles.models.page import Page


class Link(models.Model):
    """``owner`` points at ``target`` by a declared relation. The owner edits it; both ends show it once live."""

    owner = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="links_here")
    relation = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0, help_text="Order in the list; equal numbers go by title.")
    note = models.CharField(
        max_length=300,
        blank=True,
        help_text="One Markdown line shown beside the link, at both ends. May cite.",
    )
    qualifier = models.CharField(
        max_length=20,
        blank=True,
        help_text="How typical, how strong or what for. Only where a source says so: cite it in the note.",
    )

    class Meta:
        ordering = ["relation", "position", "target__title"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "target", "relation"], name="link_once"),
            models.CheckConstraint(condition=~Q(owner=F("target")), name="link_not_to_itself"),
            models.CheckConstraint(
                condition=Q(qualifier="") | Q(note__contains="[@"), name="link_qualifier_is_sourced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} → {self.target} ({self.relation})"

    def clean(self) -> None:
        """Refuse a relation between kinds it was not declared for, and an unsourced qualifier."""
        relation = kinds.relation(self.relation)
        if self.target_id and self.owner_id and not relation.allows(self.owner.kind, self.target.kind):
            raise ValidationError(
                {
                    "target": f"“{self.target}” cannot stand here: {relation.label} links "
                    f"do not go to a {self.target.spec.label.lower()}."
                }
            )
        if self.qualifier and self.qualifier not in relation.qualifiers:
            raise ValidationError({"qualifier": f"“{self.qualifier}” is not a word for {relation.label} links."})
        if self.qualifier and "[@" not in self.note:
            raise ValidationError(
                {
                    "note": "Say it in the note and cite the source, for example “in about half [@nhlbi-pad]”, "
                    "or leave the qualifier empty."
                }
            )
