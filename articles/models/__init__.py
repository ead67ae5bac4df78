"""Tables of the publishing core.

Working copy (editors only): :mod:`.page`, :mod:`.link`. History: :mod:`.edition`. What readers see: :mod:`.live`; what
they say: :mod:`.feedback`. Shared records that carry no advice: :mod:`.shared`, :mod:`.picture`.
"""

from articles.models.edition import Edition, Event, SignOff
from articles.models.feedback import Feedback, PageFeedback
from articles.models.link import Link
from articles.models.live import Address, Library, LiveLink, LiveTag
from articles.models.page import Article, GlossaryTerm, Page
from articles.models.picture import Picture
from articles.models.shared import Person, Place, SiteIdentity, Source, Topic

__all__ = [
    "Address",
    "Article",
    "Edition",
    "Event",
    "Feedback",
    "GlossaryTerm",
    "Library",
    "Link",
    "LiveLink",
    "LiveTag",
    "Page",
    "PageFeedback",
    "Person",
    "Picture",
    "Place",
    "SignOff",
    "SiteIdentity",
    "Source",
    "Topic",
]
