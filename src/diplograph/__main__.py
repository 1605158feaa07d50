"""`python -m diplograph` is the command line too."""

from diplograph.cli import main

if __name__ == "__main__":
    main()
