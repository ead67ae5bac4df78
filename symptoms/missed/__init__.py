"""What editors learn of searches that found nothing close, without learning anything of a reader (PRV-3).

:mod:`.words` says which words count, :mod:`.counting` holds them in memory, :mod:`.store` writes and forgets them;
:mod:`.trying` shows a ranking before and after a change, :mod:`.drafts` makes the change, :mod:`.admin` is where
editors work.
"""
