"""One small child table for each clinical kind; what they share stands in :class:`articles.models.Page`."""

from __future__ import annotations

from django.db import models

from articles.models import Page
from symptoms.levels import CareLevel, CautionLevel

ONE_A_LINE = "One a line, Markdown. "


class Symptom(Page):
    """Something a reader feels or sees."""

    KIND = "symptom"

    seek_care = models.TextField(
        "make an appointment if",
        blank=True,
        help_text=ONE_A_LINE
        + "Routine care only: emergencies and same-day help come from the urgent signs linked below.",
    )

    class Meta:
        verbose_name = "symptom"


class UrgentSign(Page):
    """A sign that cannot wait. Care cards everywhere are made from these pages."""

    KIND = "urgent_sign"

    level = models.CharField("care level", max_length=10, choices=CareLevel)
    card = models.CharField(
        "line on care cards",
        max_length=160,
        help_text="Fits after “if:”, begins in lower case, stands alone: “one leg is suddenly cold, pale or numb”.",
    )
    do_now = models.TextField("what to do now", help_text=ONE_A_LINE)
    do_not = models.TextField("what not to do", blank=True, help_text=ONE_A_LINE + "Begin each with “Do not”.")

    class Meta:
        verbose_name = "urgent sign"


class Condition(Page):
    """An illness or state that symptoms may come from."""

    KIND = "condition"

    class CauseGroup(models.TextChoices):
        """The groups of causes readers browse by."""

        BLOOD_SUPPLY = "blood-supply", "Blood supply"
        VEINS = "veins", "Veins and clots"
        NERVES = "nerves", "Nerves and back"
        MUSCLE_AND_LOAD = "muscle-and-load", "Muscle and load"
        SALTS_AND_FLUIDS = "salts-and-fluids", "Salts and fluids"
        MEDICINES = "medicines", "Medicines"
        PREGNANCY = "pregnancy", "Pregnancy"
        SKIN_AND_INFECTION = "skin-and-infection", "Skin and infection"
        HEART_AND_LUNGS = "heart-and-lungs", "Heart and lungs"
        BONES_AND_JOINTS = "bones-and-joints", "Bones and joints"

    cause_group = models.CharField(max_length=20, choices=CauseGroup)
    seek_care = models.TextField(
        "make an appointment if",
        blank=True,
        help_text=ONE_A_LINE
        + "Routine care only: emergencies and same-day help come from the urgent signs linked below.",
    )

    class Meta:
        verbose_name = "condition"


class RiskFactor(Page):
    """Something that makes a condition more likely."""

    KIND = "risk_factor"

    class Changeable(models.TextChoices):
        """Whether a person can do something about it."""

        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    can_be_changed = models.CharField(max_length=6, choices=Changeable)

    class Meta:
        verbose_name = "risk factor"


class DiagnosticTest(Page):
    """A test: what it is, how to get ready, what happens, what it shows."""

    KIND = "test"

    class Modality(models.TextChoices):
        """What kind of test it is."""

        CLINIC = "clinic", "Check in clinic"
        ULTRASOUND = "ultrasound", "Ultrasound"
        CT = "ct", "CT (X-ray) scan"
        MR = "mr", "MR (magnet) scan"
        CATHETER = "catheter", "Catheter (fine tube) test"
        BLOOD = "blood", "Blood test"
        NERVE = "nerve", "Nerve test"
        PRESSURE = "pressure", "Pressure test"

    modality = models.CharField(max_length=12, choices=Modality)
    setting = models.CharField("where it is done", max_length=300, blank=True)
    duration = models.CharField("how long it takes", max_length=300, blank=True)
    contrast = models.CharField("contrast dye", max_length=300, blank=True)
    radiation = models.CharField(max_length=300, blank=True)
    shows = models.CharField("what it shows", max_length=300, blank=True)
    needle = models.CharField(max_length=300, blank=True)
    kidneys = models.CharField("what it means for the kidneys", max_length=300, blank=True)
    metal = models.CharField("metal in the body", max_length=300, blank=True)
    pregnancy = models.CharField(max_length=300, blank=True)
    afterwards = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "diagnostic test"


class Treatment(Page):
    """Something done or given to treat a condition."""

    KIND = "treatment"

    class Meta:
        verbose_name = "treatment"


class PreventionAdvice(Page):
    """Something a person can do to stay well or keep a condition from getting worse."""

    KIND = "prevention"

    class Meta:
        verbose_name = "prevention advice"
        verbose_name_plural = "prevention advice"


class Comparison(Page):
    """What separates two to four things that are easily taken for each other."""

    KIND = "comparison"

    class Meta:
        verbose_name = "comparison"


class Caution(models.Model):
    """Who must not follow a piece of advice, or must ask first. Prints wherever the advice stands."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="cautions")
    level = models.CharField(max_length=10, choices=CautionLevel)
    text = models.CharField(max_length=300, help_text="One Markdown line that fits after the words on the left.")
    about = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The page that explains why.",
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.text}"
