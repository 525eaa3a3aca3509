"""Sets Annotator up in this folder and runs its tests: `python3 packaging/test.py`.

What follows is handed to pytest: `python3 packaging/test.py tests/model -k offsets`.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Annotator needs Python 3.11 or later; this is Python %d.%d. Run this file with a later one: python3.11 %s"
        % (sys.version_info[0], sys.version_info[1], sys.argv[0])
    )

from setup_annotator.tests import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
