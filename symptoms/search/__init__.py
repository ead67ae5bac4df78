"""Search by symptom. :mod:`.find` is the one door; :mod:`.index` keeps the tables in step with what is live.

Folding and stemming happen once, in Python (:mod:`.words`), so every database gives the same answers.
"""
