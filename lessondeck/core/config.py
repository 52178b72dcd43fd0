"""Settings of the extension: one dataclass drives registration, checking and help."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

EDITIONS: Final = ("student", "instructor")


KINDS: Final = {
    bool: "True or False",
    str: "a text",
    int: "a whole number",
    tuple: "a list of texts",
}
"""Kinds of settings, as messages name them."""


WITHOUT_SOURCES: Final = ("build", ".git", ".venv")
"""Large folders of a course that hold no document; Sphinx would walk through all they hold."""


NOT_SEARCHED: Final = (
    *(".git", ".venv"),
    *("build/cache", "build/instructor", "build/pdf", "build/site", "build/work"),
)
"""The same, as patterns for Sphinx."""


def _about(rebuild: str, what: str) -> dict[str, str]:
    return {"rebuild": rebuild, "help": what}


@dataclass(frozen=True)
class Settings:
    """The settings of ``conf.py``; each is written there with the prefix ``lessondeck_``."""

    edition: str = field(
        default="student",
        metadata=_about("env", "student (nothing private) or instructor (everything)"),
    )
    course_id: str = field(
        default="",
        metadata=_about(
            "env",
            "name under which browsers keep answers, another for each year; the project if empty",
        ),
    )
    lessons: tuple[str, ...] = field(
        default=("source/*",),
        metadata=_about("env", "patterns of the documents that are lessons"),
    )
    decks: tuple[str, ...] = field(
        default=("slides/*",),
        metadata=_about("env", "patterns of the documents that compose lessons into a deck"),
    )
    labs: tuple[str, ...] = field(
        default=("notebooks/**",),
        metadata=_about("env", "patterns of the notebooks that are executed"),
    )
    off_paper: tuple[str, ...] = field(
        default=(),
        metadata=_about("", "patterns of the documents that are for the screen alone"),
    )
    fetch_pictures: bool = field(
        default=False,
        metadata=_about("env", "fetch pictures of other hosts once, at build time"),
    )
    claims: str = field(
        default="exercises/claims.yml",
        metadata=_about("env", "register of claim ids: a YAML list with `id` keys"),
    )
    bank: str = field(
        default="exercises",
        metadata=_about("env", "folder of the item bank: items/, sets.yml, claims.yml"),
    )
    lab_inputs: tuple[str, ...] = field(
        default=("requirements.txt",),
        metadata=_about(
            "",
            "files, folders and patterns that decide whether a lab runs, with its code, the bank, "
            "and what is beside it and in lab_data",
        ),
    )
    lab_data: tuple[str, ...] = field(
        default=("exercises/data",),
        metadata=_about("", "folders whose files labs find beside them once downloaded"),
    )
    lab_packages: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "html",
            "packages whose texts or models labs load, each with what it brings, as in "
            "'name: the poems'; the licences' table lists them",
        ),
    )
    published_repository: str = field(
        default="",
        metadata=_about("env", "GitHub repository of the published student edition: owner/name"),
    )
    published_branch: str = field(
        default="main",
        metadata=_about("env", "its branch"),
    )
    hub: str = field(
        default="",
        metadata=_about("env", "address of a JupyterHub with nbgitpuller, for a class"),
    )
    content_policy: bool = field(
        default=True,
        metadata=_about("html", "whether pages and servers forbid all but the site's own scripts"),
    )
    browser_labs: bool = field(
        default=False,
        metadata=_about("", "whether labs that can run in the browser are offered there"),
    )
    lab_cache: str = field(
        default="build/cache/labs",
        metadata=_about("", "folder of the executed notebooks"),
    )
    cell_timeout: int = field(
        default=120,
        metadata=_about("", "seconds that one notebook cell may take"),
    )

    @classmethod
    def of(cls, config: Config) -> Settings:
        """Read the settings from a Sphinx configuration."""
        return cls(**{f.name: getattr(config, f"lessondeck_{f.name}") for f in fields(cls)})


def _is_names(value: object) -> bool:
    return isinstance(value, (tuple, list)) and all(isinstance(name, str) for name in value)


def check_settings(_app: Sphinx, config: Config) -> None:
    """Reject a setting that can't work, with the values that can.

    Raises:
        ConfigError: a setting is of the wrong kind, the edition is unknown,
            or the time limit is not positive.
    """
    settings = Settings.of(config)
    for setting in fields(Settings):
        value, kind = getattr(settings, setting.name), type(setting.default)
        good = _is_names(value) if kind is tuple else isinstance(value, kind)
        if not good:
            raise ConfigError(
                f"conf.py: lessondeck_{setting.name} is {value!r}; "
                f"give {KINDS[kind]}, like {setting.default!r}"
            )
    if settings.edition not in EDITIONS:
        raise ConfigError(
            f"conf.py: lessondeck_edition is {settings.edition!r}; "
            f"an edition is one of: {', '.join(EDITIONS)}"
        )
    if settings.cell_timeout <= 0:
        raise ConfigError(
            f"conf.py: lessondeck_cell_timeout is {settings.cell_timeout!r}; "
            "give the seconds that one cell may take, 1 or more"
        )


def look_nowhere_else(_app: Sphinx, config: Config) -> None:
    """Save Sphinx the walk through large folders in which no document is.

    Of ``build`` only what commands make there is named: the patterns hold for folders of static
    files too, and one of them may bear that name.
    """
    config.exclude_patterns = [*config.exclude_patterns, *NOT_SEARCHED]


def setup_config(app: Sphinx) -> None:
    """Register every setting under its prefixed name."""
    for setting in fields(Settings):
        app.add_config_value(
            f"lessondeck_{setting.name}",
            setting.default,
            setting.metadata["rebuild"],
            # Sphinx would only warn of a wrong type, and go on with it.
            types=Any,
            description=setting.metadata["help"],
        )
    app.connect("config-inited", check_settings)
    app.connect("config-inited", look_nowhere_else)
