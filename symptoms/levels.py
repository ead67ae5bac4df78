"""How soon, and how firmly: the levels that care cards and cautions are graded by."""

from __future__ import annotations

from django.db import models

from articles.display import CAUTION_LABELS


class CareLevel(models.TextChoices):
    """How soon somebody must be asked for help."""

    EMERGENCY = "emergency", "Emergency: call now"
    SAME_DAY = "same-day", "Urgent: same day"


class CautionLevel(models.TextChoices):
    """How firm a caution is."""

    NOT_IF = "not-if", CAUTION_LABELS["not-if"]
    ASK_FIRST = "ask-first", CAUTION_LABELS["ask-first"]
