"""The index of ICD-10-CM, made once a worker. What is costly to read for it is kept from run to run, by the digest of its sources."""

import pytest

from remindful.core.coding.search import CodeIndex
from remindful.edges.codes import icd10cm_index


@pytest.fixture(scope="session")
def index(tmp_path_factory) -> CodeIndex:
    """As it comes along, without the official Alphabetic Index."""
    return icd10cm_index(tmp_path_factory.mktemp("codes"))
