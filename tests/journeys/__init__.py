"""Stories told in a real browser, on a real server with the starter library. How they are built: conftest.py."""
