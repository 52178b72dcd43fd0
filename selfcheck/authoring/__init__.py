"""Write the bank: read its YAML files, find their faults, and compile the learners' copy.

Only authors, instructors and the build need this package: it uses PyYAML and jsonschema.
"""

from .bundle import shipped_files, write_bundle
from .choices import Choice, every_choice, table_of_choices
from .faults import BankError, Fault
from .source import compile_bank, read, read_facets_file, write_compiled

__all__ = [
    "BankError",
    "Choice",
    "Fault",
    "compile_bank",
    "every_choice",
    "read",
    "read_facets_file",
    "shipped_files",
    "table_of_choices",
    "write_bundle",
    "write_compiled",
]
