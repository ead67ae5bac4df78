"""Records that carry no advice. They take effect on save, through :func:`articles.shared.save_shared`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import pictures
from articles.admin.lists import form_url
from articles.models import Page, Person, Picture, Place, SiteIdentity, Source, Topic
from articles.shared import choose_place, save_shared


class SharedAdmin(admin.ModelAdmin):
    """A shared record. Its key never changes once others refer to it. Never deleted: live pages may need it."""

    key_field = "key"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it with an event and a new generation."""
        save_shared(obj, by=request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The key is chosen once."""
        return (self.key_field,) if obj and self.key_field else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False


@admin.register(Source)
class SourceAdmin(SharedAdmin):
    """What our facts come from."""

    list_display = ("key", "title", "publisher", "year", "checked_on")
    list_filter = ("publisher",)
    search_fields = ("key", "title", "publisher")


@admin.register(Topic)
class TopicAdmin(SharedAdmin):
    """The shelves of the library."""

    list_display = ("title", "key", "position", "page_count")
    search_fields = ("title",)
    prepopulated_fields = {"key": ("title",)}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """The key follows the title until it is first saved."""
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the number of pages on each shelf."""
        return super().get_queryset(request).annotate(page_total=Count("pages"))

    @admin.display(description="pages", ordering="page_total")
    def page_count(self, topic: Any) -> int:
        """How many pages stand on this shelf, drafts included."""
        return topic.page_total


@admin.register(Place)
class PlaceAdmin(SharedAdmin):
    """Whom readers call, and the words used there."""

    list_display = ("name", "emergency_number", "urgent_number")

    def get_urls(self) -> list[Any]:
        """And the answer to the front page's question."""
        choose = path("<int:pk>/choose/", self.admin_site.admin_view(self.choose), name="articles_place_choose")
        return [choose, *super().get_urls()]

    def choose(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make this the place whose numbers readers see."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("articles.change_siteidentity"):
            raise PermissionDenied
        place = get_object_or_404(Place, pk=pk)
        choose_place(place, by=request.user, reason=f"chosen: {place.name}")
        words = f"Readers now see the numbers and words of {place.name}. “Site identity” changes it."
        messages.success(request, words)
        return HttpResponseRedirect(reverse("admin:index"))


@admin.register(Person)
class PersonAdmin(SharedAdmin):
    """How staff are named on pages they signed."""

    key_field = ""
    list_display = ("name", "role", "user")
    list_select_related = ("user",)
    search_fields = ("name", "role")


@admin.register(SiteIdentity)
class SiteIdentityAdmin(SharedAdmin):
    """One row: its list is its form."""

    key_field = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one already."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Go straight to the form."""
        return HttpResponseRedirect(reverse("admin:articles_siteidentity_change", args=[1]))


class PictureForm(forms.ModelForm):
    """A picture's words; a new one also asks for the file."""

    file = forms.FileField(
        label="Picture file",
        required=False,
        help_text="PNG, JPEG or WebP, up to 8 MB. It is made anew without the data cameras hide in pictures.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    class Meta:
        model = Picture
        fields = ("alt", "decorative", "credit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]
        if self.instance.name:
            # A drawing says in its own file what it shows.
            self.fields["alt"].disabled = self.fields["decorative"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the words or the file, each at its place."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("alt", "").strip()) == bool(data.get("decorative")):
            self.add_error("alt", "Describe the picture, or tick that it is only decoration (not both).")
        if "file" in self.fields:
            self._check_file(data.get("file"))
        return data

    def _check_file(self, file: Any) -> None:
        if file is None:
            self.add_error("file", "Choose a picture file.")
        elif file.size > pictures.MAX_BYTES:
            self.add_error("file", "The picture is larger than 8 MB.")
        else:
            try:
                pictures.encode(file.read())
            except pictures.UploadRefused as refused:
                self.add_error("file", str(refused))


@admin.register(Picture)
class PictureAdmin(SharedAdmin):
    """The picture library."""

    key_field = ""
    form = PictureForm
    list_display = ("thumbnail", "alt", "decorative", "size", "use", "uploaded_at")
    list_display_links = ("thumbnail", "alt")
    list_filter = ("decorative",)
    search_fields = ("alt", "name", "credit", "sha256")

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        """The file is chosen once; afterwards the form shows it."""
        words = ("alt", "decorative", "credit")
        shown = ("words",) if obj and obj.name else ()
        return (*words, *shown, "preview", "how_to_use", "used_on") if obj else ("file", *words)

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        """What the form shows of a stored picture."""
        return ("words", "preview", "how_to_use", "used_on") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the number of pages whose text shows each picture."""
        # The name ends with a blank or the line, so that "veins" is not found in "veins-and-valves".
        by_name = Concat(Value("drawing "), OuterRef("name"), Value(" "))
        shown = Q(body__contains=OuterRef("sha256")) | Q(body__contains=by_name)
        shows = Page.objects.filter(shown).order_by()
        total = shows.annotate(n=Func(F("pk"), function="COUNT")).values("n")
        return super().get_queryset(request).annotate(page_total=Subquery(total))

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Picture:
        """A new file goes through the library's one way in; the same picture twice gives the record there is."""
        picture = super().save_form(request, form, change)
        if change:
            return picture
        file = form.cleaned_data["file"]
        file.seek(0)
        words = {name: form.cleaned_data[name] for name in ("alt", "decorative", "credit")}
        return pictures.store_picture(data=file.read(), by=request.user, **words)

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        """A new picture is stored already."""
        if change:
            super().save_model(request, obj, form, change)

    @admin.display(description="picture")
    def thumbnail(self, picture: Picture) -> SafeString:
        """A small view of it."""
        return format_html('<img src="{}" alt="{}" width="96" loading="lazy">', picture.url, str(picture))

    @admin.display(description="picture")
    def preview(self, picture: Picture) -> SafeString:
        """A larger view of it."""
        return format_html('<img class="legwise-picture" src="{}" alt="{}">', picture.url, str(picture))

    @admin.display(description="size")
    def size(self, picture: Picture) -> str:
        """In pixels."""
        return f"{picture.width} × {picture.height}"

    @admin.display(description="used on", ordering="page_total")
    def use(self, picture: Any) -> str:
        """On how many pages it stands."""
        return f"{picture.page_total} page{'' if picture.page_total == 1 else 's'}"

    @admin.display(description="used on")
    def used_on(self, picture: Picture) -> SafeString | str:
        """The pages whose text shows it."""
        shown = f"drawing {picture.name} " if picture.name else picture.sha256
        pages = Page.objects.filter(body__contains=shown)
        links = format_html_join(", ", '<a href="{}">{}</a>', ((form_url(page), page.title) for page in pages))
        return links or "no page yet"

    @admin.display(description="in the text")
    def how_to_use(self, picture: Picture) -> SafeString:
        """What to type."""
        named = f"drawing {picture.name}" if picture.name else f"picture {picture.sha256}"
        return format_html("<code>::: {} Caption</code><br><code>:::</code>", named)
