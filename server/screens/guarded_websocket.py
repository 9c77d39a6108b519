"""Protocol of uvicorn whose own refusals forbid a browser to guess a content type, as the app's answers do.

The app never sees a handshake that is no handshake: uvicorn answers it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Response

NOSNIFF = (b"x-content-type-options", b"nosniff")


def guard_websocket(protocol: WebSocketsSansIOProtocol) -> WebSocketsSansIOProtocol:
    """Protocol of a WebSocket that is no display's, whose acceptance and refusals have the header."""
    protocol.default_headers = [*protocol.default_headers, NOSNIFF]
    protocol.conn.reject = _guarded(protocol.conn.reject)  # type: ignore[method-assign]
    return protocol


def _guarded(reject: Callable[..., Response]) -> Callable[..., Response]:
    """Refusal of a handshake, of ours (403) and of the library's (400, 426, 500)."""

    def refuse(*given: Any) -> Response:
        response = reject(*given)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return refuse
