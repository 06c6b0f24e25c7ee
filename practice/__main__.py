"""`python -m practice up`, or `practice up`: manage.py, where the site was installed from a wheel."""

import runpy

from practice.env import BASE_DIR


def main() -> None:
    runpy.run_path(str(BASE_DIR / "manage.py"), run_name="__main__")


if __name__ == "__main__":
    main()
