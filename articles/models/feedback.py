"""What readers say of a page: an answer, perhaps a few words, and the day. Nothing about the reader."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from articles.models.edition import Edition
from articles.models.page import Page


class Feedback(models.Model):
    """One answer to “Did you find what you needed?”, tied to the edition the reader had before them.

    There is no field for an address, a session or a browser, and ``given_on`` is a day without a time.
    """

    class Answer(models.TextChoices):
        """What can be answered."""

        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="feedback")
    answer = models.CharField(max_length=6, choices=Answer)
    words = models.TextField(blank=True)
    given_on = models.DateField()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-given_on", "-pk"]
        verbose_name = "answer of a reader"
        verbose_name_plural = "feedback: every answer"
        constraints = [models.CheckConstraint(condition=Q(answer__in=["yes", "partly", "no"]), name="feedback_answer")]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.edition}"


class PageFeedback(Page):
    """A page as the list of feedback shows it: one row a page."""

    class Meta:
        proxy = True
        default_permissions = ("view",)
        verbose_name = "feedback on a page"
        verbose_name_plural = "feedback by page"
