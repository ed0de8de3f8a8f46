"""`python -m supportpolicy` is the command itself."""

from supportpolicy.cli import main

if __name__ == "__main__":
    main()
