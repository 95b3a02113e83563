"""How much more memory a process takes to read the file of its first argument: prints kilobytes, or what refused it."""

import resource
import sys
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from desk import exchange
    from desk.packages import RefusedError

    content = Path(sys.argv[1]).read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        exchange.read(content)
    except RefusedError as error:
        print(error, file=sys.stderr)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)


if __name__ == "__main__":
    main()
