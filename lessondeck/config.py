"""Settings of the extension: one dataclass drives registration, checking and help."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

EDITIONS: Final = ("student", "instructor")


def _about(rebuild: str, what: str) -> dict[str, str]:
    return {"rebuild": rebuild, "help": what}


@dataclass(frozen=True)
class Settings:
    """The settings of ``conf.py``; each is written there with the prefix ``lessondeck_``."""

    edition: str = field(
        default="student",
        metadata=_about("env", "student (nothing private) or instructor (everything)"),
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
        default=("notebooks/*",),
        metadata=_about("env", "patterns of the notebooks that are executed"),
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
        default=("exercises", "requirements.txt"),
        metadata=_about("", "files and folders that, with its code, decide whether a lab runs"),
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


def check_settings(_app: Sphinx, config: Config) -> None:
    """Reject a setting that can't work, with the values that can.

    Raises:
        ConfigError: the edition is unknown or the time limit is not positive.
    """
    settings = Settings.of(config)
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


def setup_config(app: Sphinx) -> None:
    """Register every setting under its prefixed name."""
    for setting in fields(Settings):
        sequence = isinstance(setting.default, tuple)
        app.add_config_value(
            f"lessondeck_{setting.name}",
            setting.default,
            setting.metadata["rebuild"],
            types=(tuple, list) if sequence else (),
            description=setting.metadata["help"],
        )
    app.connect("config-inited", check_settings)
