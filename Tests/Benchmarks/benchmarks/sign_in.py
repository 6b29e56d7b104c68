"""Signing in at the sandbox over HTTP: through `stoke login`, or as a client of our own where hundreds are wanted."""

import base64
import hashlib
import http.client
import json
import secrets
import subprocess
import urllib.parse
import urllib.request
from html.parser import HTMLParser

from benchmarks.home import Home
from benchmarks.sandbox import Sandbox


def sign_in(home: Home, session: str, access: str = "offline") -> None:
    """Signs a session in by `stoke login --no-browser`, which prints the address and waits for the redirect."""
    login = subprocess.Popen(
        [home.binary, "login", session, "--no-browser", "--access", access], env=home.environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    address = login.stdout.readline().strip()
    if address:
        urllib.request.urlopen(Person(address).visit(address)).close()
    _, complaints = login.communicate()
    if login.returncode != 0:
        raise RuntimeError(f"stoke login {session} ended with {login.returncode}: {complaints.strip()}")


class Client:
    """A public client that signs the same person in again and again (authorization code with PKCE)."""

    REDIRECT = "http://127.0.0.1:9/callback"

    def __init__(self, sandbox: Sandbox, scope: str):
        self.sandbox, self.scope = sandbox, scope
        configuration = sandbox.configuration
        self.authorization_endpoint = configuration["authorization_endpoint"]
        self.token_path = urllib.parse.urlsplit(configuration["token_endpoint"]).path
        self.person = Person(self.authorization_endpoint)

    def sign_in(self) -> dict[str, str]:
        """One more grant: its token response."""
        verifier = secrets.token_urlsafe(32)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        redirected = self.person.visit(self.authorization_endpoint + "?" + urllib.parse.urlencode({
            "response_type": "code", "client_id": Sandbox.CLIENT, "redirect_uri": self.REDIRECT, "scope": self.scope,
            "state": secrets.token_urlsafe(16), "aud": self.sandbox.base_url, "code_challenge": challenge,
            "code_challenge_method": "S256",
        }))
        (code,) = urllib.parse.parse_qs(urllib.parse.urlsplit(redirected).query)["code"]
        answer = self.person.post(self.token_path, [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", self.REDIRECT),
            ("code_verifier", verifier), ("client_id", Sandbox.CLIENT),
        ])
        return json.loads(answer.body)


class Answer:
    """A response, its body read."""

    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.location = response.headers.get("Location")
        self.cookies = [header.split(";", 1)[0] for header in response.headers.get_all("Set-Cookie", [])]
        self.body = response.read().decode()


class Person:
    """Answers the sandbox's pages: signs in, takes the patient that is chosen, allows all that is asked."""

    def __init__(self, address: str):
        self.origin = urllib.parse.urlsplit(address).netloc
        self.connection = http.client.HTTPConnection(self.origin)
        self.cookies: dict[str, str] = {}

    def visit(self, address: str) -> str:
        """Opens an authorization address and returns the one that the sandbox redirects back to."""
        answer = self.request("GET", address)
        for _ in range(12):
            if answer.location is None:
                form = Form.first(answer.body)
                answer = self.post(form.action, form.fields + [("user", "camila"), ("decision", "Allow")])
            elif urllib.parse.urlsplit(answer.location).netloc in ("", self.origin):
                answer = self.request("GET", answer.location)
            else:
                return answer.location
        raise RuntimeError("the sandbox's pages lead nowhere")

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        return self.request("POST", path, urllib.parse.urlencode(fields))

    def request(self, method: str, address: str, form: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        parts = urllib.parse.urlsplit(address)
        self.connection.request(method, urllib.parse.urlunsplit(("", "", parts.path, parts.query, "")), form, headers)
        answer = Answer(self.connection.getresponse())
        if answer.status >= 400:
            raise RuntimeError(f"{method} {parts.path}: {answer.status} {answer.body}")
        self.cookies |= dict(cookie.split("=", 1) for cookie in answer.cookies)
        return answer


class Form(HTMLParser):
    """The first form of a page: where it goes, and what it holds as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.is_over = False

    @classmethod
    def first(cls, page: str) -> "Form":
        form = cls()
        form.feed(page)
        if not form.action:
            raise RuntimeError(f"a page without a form: {page}")
        return form

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if self.is_over:
            return
        if tag == "form":
            self.action = given["action"] or ""
        elif tag == "input" and (given["type"] == "hidden" or "checked" in given):
            self.fields.append((given["name"] or "", given["value"] or ""))

    def handle_endtag(self, tag: str) -> None:
        self.is_over = self.is_over or tag == "form"
