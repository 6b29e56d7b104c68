"""Fabricates sessions: opens a vault that the binary made, and seals one of its rows anew under other names.

What it relies on, in `Sources/Home` and `Sources/Vault`:

- the vault is `vault.sqlite` in the home (Home);
- `key_envelope` holds what scrypt needs to derive the key that opens the data key (KeyEnvelope, ScryptCost);
- a cell is sealed by ChaCha20-Poly1305 as nonce, text, tag, and bound to table, column and row (CellSealer,
  AssociatedData);
- a session is a row of the table `session`, called by its column `name`, and each of its blobs is such a cell
  (VaultSchema).

What is in the cells it does not know: they are copied as they are, but for those that the caller replaces.
"""

import hashlib
import os
import sqlite3
import struct
import subprocess
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from benchmarks.home import Home

NONCE_SIZE = 12
#: The versions of what a cell means that may be in use; which one is, shows by opening a cell.
CELL_VERSIONS = range(1, 10)

#: New texts for some columns of one session: the name, and the text of each column.
Replacement = tuple[str, dict[str, bytes]]


class Vault:
    """The vault of a home, unlocked. No other process may have it open."""

    def __init__(self, home: Home):
        self.database = sqlite3.connect(os.path.join(home.folder, "vault.sqlite"), isolation_level=None)
        self.database.row_factory = sqlite3.Row
        self.cipher = ChaCha20Poly1305(data_key(self.database))

    def __enter__(self) -> "Vault":
        return self

    def __exit__(self, *_: object) -> None:
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.close()

    def text(self, session: str, column: str) -> bytes:
        """What is sealed in one cell of a session."""
        row = self.row(session)
        return self.open(row[column], column, session)[0]

    def multiply(self, template: str, sessions: Iterable[Replacement]) -> None:
        """Puts `sessions` in the place of the session `template`: its cells, sealed anew for each."""
        row = self.row(template)
        columns = list(row.keys())
        opened = {
            column: self.open(row[column], column, template) for column in columns if isinstance(row[column], bytes)}

        def rows() -> Iterator[list[object]]:
            for name, texts in sessions:
                yield [
                    name if column == "name"
                    else self.seal(texts.get(column, opened[column][0]), column, name, opened[column][1])
                    if column in opened else row[column]
                    for column in columns]

        marks = ", ".join("?" for _ in columns)
        self.database.execute("BEGIN IMMEDIATE")
        self.database.execute("DELETE FROM session WHERE name = ?", [template])
        self.database.executemany(f"INSERT INTO session ({', '.join(columns)}) VALUES ({marks})", rows())
        self.database.execute("COMMIT")

    def row(self, session: str) -> sqlite3.Row:
        found = self.database.execute("SELECT * FROM session WHERE name = ?", [session]).fetchone()
        if found is None:
            raise RuntimeError(f"the vault holds no session {session}")
        return found

    def open(self, sealed: bytes, column: str, row: str) -> tuple[bytes, int]:
        """The text of a cell, and the version that it is sealed under."""
        for version in CELL_VERSIONS:
            try:
                binding = cell(column, row, version)
                return self.cipher.decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], binding), version
            except InvalidTag:
                continue
        raise RuntimeError(f"the column {column} of table session is no cell of the form that vault.py knows")

    def seal(self, text: bytes, column: str, row: str, version: int) -> bytes:
        nonce = os.urandom(NONCE_SIZE)
        return nonce + self.cipher.encrypt(nonce, text, cell(column, row, version))


def data_key(database: sqlite3.Connection) -> bytes:
    """Derives the key that opens the envelope from what the key command prints, and opens it."""
    envelope = database.execute("SELECT * FROM key_envelope").fetchone()
    rounds, block_size, parallelism = (
        envelope["scrypt_rounds"], envelope["scrypt_block_size"], envelope["scrypt_parallelism"])
    printed = subprocess.run(
        ["/bin/sh", "-c", envelope["command"]], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    wrapping_key = hashlib.scrypt(
        printed.stdout.split(b"\n")[0], salt=envelope["salt"], n=rounds, r=block_size, p=parallelism, dklen=32,
        maxmem=256 * rounds * block_size)
    binding = associated_data(
        b"stoke data key 1", b"command " + envelope["command"].encode(),
        f"{rounds} {block_size} {parallelism}".encode(), envelope["salt"])
    sealed = envelope["sealed_key"]
    return ChaCha20Poly1305(wrapping_key).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], binding)


def cell(column: str, row: str, version: int) -> bytes:
    return associated_data(b"stoke cell", str(version).encode(), b"session", column.encode(), row.encode())


def associated_data(*parts: bytes) -> bytes:
    """Each part with its length before it."""
    return b"".join(struct.pack(">Q", len(part)) + part for part in parts)
