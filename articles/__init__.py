"""The publishing core: pages, editions, sign-offs, addresses and the one door to what readers see.

This app knows nothing of the clinical kinds; :mod:`symptoms` adds them through :mod:`articles.kinds`.
"""
