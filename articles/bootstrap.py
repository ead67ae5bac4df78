"""Rows every installation starts with. Migrations call these with the historical models."""

from __future__ import annotations

from typing import Any

CLINICAL = (
    "symptom", "urgentsign", "condition", "riskfactor", "diagnostictest", "treatment", "preventionadvice",
    "caution", "feature", "facet", "word",
)  # fmt: skip
"""Tables of the clinical side that editors work in."""

GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "Editor": {
        "articles": (
            "view_page",
            "add_article",
            "change_article",
            "view_article",
            "delete_article",
            "add_glossaryterm",
            "change_glossaryterm",
            "view_glossaryterm",
            "delete_glossaryterm",
            "add_link",
            "change_link",
            "delete_link",
            "view_link",
            "add_picture",
            "change_picture",
            "view_picture",
            "add_source",
            "change_source",
            "view_source",
            "add_topic",
            "change_topic",
            "view_topic",
            "view_edition",
            "view_signoff",
            "view_event",
        ),
        "symptoms": tuple(
            f"{act}_{model}"
            for model in CLINICAL
            for act in ("add", "change", "view", "delete")
            if not (act == "delete" and model in ("facet", "word"))
        ),
    },
    "Clinical reviewer": {
        "articles": (
            "sign_off_page",
            "view_page",
            "view_article",
            "view_glossaryterm",
            "view_link",
            "view_picture",
            "view_source",
            "view_topic",
            "view_edition",
            "view_signoff",
            "view_event",
        ),
        "symptoms": tuple(f"view_{model}" for model in CLINICAL),
    },
}
GROUPS["Publisher"] = {
    "articles": (
        *GROUPS["Clinical reviewer"]["articles"][1:], "publish_page",
        "change_siteidentity", "view_siteidentity", "add_place", "change_place", "view_place",
        "add_person", "change_person", "view_person",
    ),
    "symptoms": GROUPS["Clinical reviewer"]["symptoms"],
}  # fmt: skip
"""Group → app → permission code names."""


def make_single_rows(apps: Any) -> None:
    """The library's generation and the site's identity."""
    apps.get_model("articles", "Library").objects.get_or_create(pk=1)
    apps.get_model("articles", "SiteIdentity").objects.get_or_create(pk=1)


FEEDBACK_READERS: dict[str, dict[str, tuple[str, ...]]] = {
    name: {"articles": ("view_feedback", "view_pagefeedback")} for name in GROUPS
}
"""The same, of a later migration."""
COMPARISON_WRITERS: dict[str, dict[str, tuple[str, ...]]] = {
    name: {"symptoms": tuple(f"{act}_comparison" for act in acts)}
    for name, acts in (
        ("Editor", ("add", "change", "view", "delete")),
        ("Clinical reviewer", ("view",)),
        ("Publisher", ("view",)),
    )
}
"""The same, of the migration that brought comparisons."""
MISSED_WORD_READERS: dict[str, dict[str, tuple[str, ...]]] = {"Editor": {"symptoms": ("view_missedword",)}}
"""The same, of the migration that brought the words readers miss."""

VIGNETTE_WRITERS: dict[str, dict[str, tuple[str, ...]]] = {
    name: {"symptoms": tuple(f"{act}_vignette" for act in acts)}
    for name, acts in (
        ("Editor", ("add", "change", "view", "delete")),
        ("Clinical reviewer", ("view",)),
        ("Publisher", ("add", "change", "view", "delete")),
    )
}
"""The same, of the migration that brought vignettes."""


def make_groups(apps: Any, groups: dict[str, dict[str, tuple[str, ...]]] = GROUPS) -> None:
    """Editor, Clinical reviewer and Publisher with these permissions. Permissions must exist; see the calling
    migration."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for name, wanted in groups.items():
        group, _ = group_model.objects.get_or_create(name=name)
        for app, codes in wanted.items():
            found = list(permission_model.objects.filter(content_type__app_label=app, codename__in=codes))
            missing = set(codes) - {permission.codename for permission in found}
            if missing:
                raise LookupError(f"Permissions that do not exist: {', '.join(sorted(missing))}")
            group.permissions.add(*found)
