"""`python -m enthesis`."""

import sys

from enthesis.cli.main import main

sys.exit(main())
