"""Where does the bundled program begin?"""

import sys

from annotator.__main__ import run

sys.exit(run())
