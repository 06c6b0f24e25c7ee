"""What the tests of the desk share."""

import pytest


@pytest.fixture
def production(settings):
    settings.PRODUCTION = True
    settings.SITE_URL = "https://testserver"
