"""Sets Annotator up in this folder and opens its window on the sample corpus: `python3 packaging/run.py`.

Run it again at any time: what is there is kept, and the window opens at once. Without a display it does the same job
without a window: import, suggest, export.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Annotator needs Python 3.11 or later; this is Python %d.%d. Run this file with a later one: python3.11 %s"
        % (sys.version_info[0], sys.version_info[1], sys.argv[0])
    )

from setup_annotator.sample import main

if __name__ == "__main__":
    sys.exit(main())
