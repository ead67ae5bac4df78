"""Shared records that carry no advice. They take effect on save, through :func:`articles.shared.save_shared`."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, Subquery

PHONE = RegexValidator(r"^[0-9 +()-]*$", "Digits, blanks, +, - and brackets only.")
KEY = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Lower-case letters, digits and single hyphens.")


class Source(models.Model):
    """A guideline, study or public page that our facts come from. Cited in text as ``[@key]``."""

    key = models.CharField(max_length=80, unique=True, validators=[KEY], help_text="How the text cites it: [@key].")
    title = models.CharField(max_length=400)
    publisher = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField("address", max_length=400)
    licence = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField("last checked", null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"


class Topic(models.Model):
    """A shelf of the library. Its key is part of its address."""

    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title


class Place(models.Model):
    """Where readers are: whom to call there, in the words used there."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    emergency_number = models.CharField(max_length=20, blank=True, validators=[PHONE])
    emergency_words = models.CharField(
        max_length=120, help_text="The action on emergency cards, for example “Call 999 or go to A&E now”."
    )
    urgent_number = models.CharField(max_length=20, blank=True, validators=[PHONE])
    urgent_words = models.CharField(
        max_length=120,
        help_text="The action on same-day cards, for example “Call NHS 111 or your doctor today”.",
    )
    routine_words = models.CharField(
        max_length=120,
        blank=True,
        help_text="The action on not-urgent cards, for example “See a GP”. Empty: “Make an appointment”.",
    )
    doctor = models.CharField(
        "word for a doctor",
        max_length=40,
        blank=True,
        help_text="What {{doctor}} prints, for example “GP”. Empty: “doctor”.",
    )
    emergency_department = models.CharField(
        "word for an emergency department",
        max_length=60,
        blank=True,
        help_text="What {{emergency-department}} prints, for example “A&E”. Empty: “emergency department”.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """How a member of staff is named to readers on pages they signed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="person")
    name = models.CharField(max_length=150, help_text="As readers should see it.")
    role = models.CharField(max_length=150, help_text="For example “Consultant vascular surgeon”.")

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SiteIdentity(models.Model):
    """One row: who runs this site. The About pages, the header and the feeds are true because of it."""

    name = models.CharField(max_length=60, default="Legwise")
    tagline = models.CharField(max_length=120, default="Clear answers about leg cramps, leg pain and circulation")
    url = models.URLField(
        "public address",
        blank=True,
        help_text="For example https://legs.example.org; empty: as the request says.",
    )
    contact_email = models.EmailField(blank=True, help_text="Shown on “Report a mistake”.")
    responsible_body = models.CharField(
        max_length=150, blank=True, help_text="The organisation that answers for this site."
    )
    funding = models.CharField(max_length=300, blank=True, help_text="Who pays, in one sentence.")
    logo = models.ForeignKey("articles.Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    generation: int
    review_months = models.PositiveSmallIntegerField(
        default=24, help_text="A signed page is due for review this many months after its sign-off."
    )

    class Meta:
        verbose_name = "site identity"
        verbose_name_plural = "site identity"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="identity_is_one_row"),
            models.CheckConstraint(
                condition=Q(review_months__gte=1, review_months__lte=36),
                name="identity_review_within_36_months",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls) -> SiteIdentity:
        """The one row, with its place, its logo and the library's generation (one query)."""
        library = apps.get_model("articles", "Library").objects.filter(pk=1)
        found = cls.objects.select_related("place", "logo").annotate(generation=Subquery(library.values("generation")))
        return found.get(pk=1)
