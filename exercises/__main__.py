"""Commands for authors and instructors: ``python -m exercises COMMAND``."""

import sys
from pathlib import Path

from selfcheck.__main__ import main

if __name__ == "__main__":
    sys.exit(main(folder=Path(__file__).parent, program="python -m exercises"))
