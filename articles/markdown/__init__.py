"""The one Markdown renderer: page, preview, search text and leaflet all come from here.

:mod:`.parse` reads the text, :mod:`.check` reports what it refers to and does not exist, :mod:`.render` makes
cleaned HTML with slots, :mod:`.slots` fills the slots from what is live now.
"""
