"""A text of a record is read letter by letter where Streamlit reads Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.ui.plain_label import plain
from tests.hostile import TEXT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đường vành đai 4 (đoạn 2), 08:30", "Đường vành đai 4 (đoạn 2), 08:30"),
        ("**đậm** _x_ `y`", r"\*\*đậm\*\* \_x\_ \`y\`"),
        ("![b](http://x.vn/b.png)", r"!\[b\](http://x.vn/b.png)"),
        (":red[d] :material/bomb:", r"\:red\[d\] \:material/bomb:"),
        ("$x^2$ <img> &lt; a|b #1 ~c~ \\", r"\$x^2\$ \<img\> \&lt; a\|b \#1 \~c\~ \\"),
        ("notice_sea _", r"notice_sea \_"),
        ("", ""),
    ],
)
def test_every_sign_that_means_something_is_a_letter(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text() | st.just(TEXT))
def test_nothing_is_lost_and_no_sign_is_left_to_mean_something(text: str) -> None:
    told = plain(text)
    assert re.sub(r"\\(.)", r"\1", told, flags=re.DOTALL) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*(?:[`*\[\]<>$~#|&]|(?<!\w)_|_(?!\w)|:(?=[^\W\d]))", told)
