"""Certificate of a server that speaks HTTPS, looked at before it listens."""

from __future__ import annotations

import ssl
from typing import Any

from server.cli.recordings import ENGLISH, TroubleError
from server.settings import Settings
from server.texts.say import say


def transport_of(settings: Settings) -> dict[str, Any]:
    """Part of uvicorn's configuration about certificates and trusted proxies. Raises TroubleError where the
    certificate or its key cannot be used."""
    transport: dict[str, Any] = {}
    if settings.trusted_proxies:
        transport = {"proxy_headers": True, "forwarded_allow_ips": list(settings.trusted_proxies)}
    if settings.certfile is not None:
        _check(settings)
        keyfile = str(settings.keyfile) if settings.keyfile else None
        transport |= {"ssl_certfile": str(settings.certfile), "ssl_keyfile": keyfile}
    return transport


def _check(settings: Settings) -> None:
    assert settings.certfile is not None
    for file in filter(None, (settings.certfile, settings.keyfile)):
        try:
            file.read_bytes()
        except OSError as error:
            raise TroubleError(say("terminal.no_certificate", ENGLISH, file=file, why=error.strerror)) from error
    try:
        # A key behind a password would ask for it in the terminal, where at a venue nobody sits.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.certfile, settings.keyfile, lambda: "")
    except (ssl.SSLError, ValueError) as error:
        file = settings.keyfile or settings.certfile
        raise TroubleError(say("terminal.bad_certificate", ENGLISH, file=file)) from error
