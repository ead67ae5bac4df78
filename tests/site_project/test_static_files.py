"""Style sheets and scripts are put together when they are collected, and work as they stand before that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from site_project.static_files import SCRIPT, STYLE, TOGETHER, StaticFiles, as_part

pytestmark = pytest.mark.once

STATIC = Path(__file__).parents[2] / "static"


@pytest.fixture
def collected(tmp_path):
    """A function that collects these files and returns what ``site.css`` and ``site.js`` then hold."""

    def collect(**files: str) -> tuple[str, ...]:
        source, storage = FileSystemStorage(tmp_path / "source"), StaticFiles(location=str(tmp_path / "collected"))
        names = {name.replace("_", "/", 1).replace("_", "."): text for name, text in files.items()}
        for folder in ("source", "collected"):
            for name, text in names.items():
                file = tmp_path / folder / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
        for _, _, processed in storage.post_process({name: (source, name) for name in names}):
            assert not isinstance(processed, Exception), processed
        return tuple((tmp_path / "collected" / storage.stored_name(name)).read_text() for name in TOGETHER)

    return collect


def test_each_file_stands_where_it_was_named_and_addresses_in_it_stay_right(collected) -> None:
    for _ in range(2):  # the second time the put-together file lies there already
        style, script = collected(
            css_site_css='/* all */\n@import url("a.css");\n@import url("b.css") print;\n',
            css_a_css='a { background: url("../img/x.svg#part") }\n',
            css_b_css="b { color: red }\n",
            img_x_svg="<svg/>",
            js_site_js='import "./one.js";\nimport "./two.js";\n',
            js_one_js="const name = 1;\n",
            js_two_js="const name = 2;\n",
        )
        assert re.sub(r"x\.[0-9a-f]{12}\.svg", "x.HASH.svg", style) == (
            '/* all */\na { background: url("../img/x.HASH.svg#part") }\n\n@media print {\nb { color: red }\n}\n'
        )
        assert script == "{\nconst name = 1;\n}\n{\nconst name = 2;\n}\n"


@pytest.mark.parametrize("text", ['import "./b.js";', "export const a = 1;", '@import url("b.css");', '@charset "x";'])
def test_a_file_that_asks_for_others_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"a\.js imports or exports something"):
        as_part(f"// words\n{text}\n", "a.js")


def test_what_is_named_is_there_and_nothing_stands_beside_the_names() -> None:
    for name, pattern in zip(TOGETHER, (STYLE, SCRIPT), strict=True):
        text = (STATIC / name).read_text()
        parts = [found["name"] for found in pattern.finditer(text)]
        assert len(parts) >= 3
        assert all((STATIC / name).with_name(part).is_file() for part in parts)
        assert not re.sub(r"/\*.*?\*/|//.*", "", pattern.sub("", text)).strip()
