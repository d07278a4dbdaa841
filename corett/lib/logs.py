"""How a line of the log begins: with its time in UTC."""

import logging
import time


class UTC(logging.Formatter):
    converter = staticmethod(time.gmtime)
    default_msec_format = "%s.%03dZ"
    default_time_format = "%Y-%m-%dT%H:%M:%S"
