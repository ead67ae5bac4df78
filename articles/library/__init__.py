"""The library as files: Markdown with YAML front matter under a folder a kind. The format is told in
``docs/content-format.md``.

:mod:`.files` reads and writes single files, :mod:`.importing` brings a folder in (all or nothing),
:mod:`.exporting` writes one. Apps add shared records (such as the vocabulary) through :mod:`.records`.
"""
