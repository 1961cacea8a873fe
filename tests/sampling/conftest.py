"""What the tests of sampling share."""

from typing import Any

import pytest
import torch
from small_models import tiny_llama

torch.set_num_threads(1)


@pytest.fixture(scope="session")
def llama() -> Any:
    return tiny_llama()
