"""`bilingual`, and `python -m bilingual`."""

import sys


def main() -> None:
    """The command line. Ctrl-C while it is still being loaded ends it without a traceback: there is
    nothing yet that could be told of."""
    try:
        from bilingual.cli import main as command_line
    except KeyboardInterrupt:
        sys.exit(130)
    command_line()


if __name__ == "__main__":
    main()
