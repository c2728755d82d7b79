"""The hand-made case that tests of publishing share."""

from __future__ import annotations

import pytest
from desertion_case import CONTENTS

from crossfoot.publish import Contents


@pytest.fixture(scope="session")
def contents() -> Contents:
    return CONTENTS
