"""The live library as plain files, for a web server to send without Django, or to carry away.

- :mod:`addresses`: what is written, and the file of each address
- :mod:`reading`: pages as Django makes them, static files and pictures
- :mod:`links`: what a page refers to; and links rewritten so that a copy works in any folder
- :mod:`tree`: one folder of files, packed forms beside them, with a manifest
- :mod:`place`: the name under which the newest tree is found, switched in one step
- :mod:`exporting`: one export, and one after each publish
"""


class ExportError(Exception):
    """The tree cannot be made; the words say why. What was there before is still there."""
