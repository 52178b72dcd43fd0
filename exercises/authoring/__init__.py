"""Write the bank: read its YAML files, find their faults, and compile the learners' copy.

Only authors, instructors and the build need this package: it uses PyYAML and jsonschema.
"""

from .bundle import write_bundle
from .faults import BankError, Fault
from .source import compile_bank, pending, read, write_compiled

__all__ = [
    "BankError",
    "Fault",
    "compile_bank",
    "pending",
    "read",
    "write_bundle",
    "write_compiled",
]
