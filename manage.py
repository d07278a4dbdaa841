#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corett.settings")
    from django.core.management import execute_from_command_line

    from corett.audit.acting import Actor, acting

    acting.set(Actor(" ".join(["manage.py", *sys.argv[1:2]])))
    execute_from_command_line(sys.argv)
