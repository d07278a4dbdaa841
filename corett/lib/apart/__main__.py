"""`python -m corett.lib.apart`, which only `calling.Server` runs."""

import sys

from corett.lib.apart.server import main

main(*sys.argv[1:])
