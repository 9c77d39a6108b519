"""Words of the access log: the kinds of its lines."""

from __future__ import annotations

WORDS = {
    "sign_in": ("登录", "Signed in"),
    "sign_out": ("退出", "Signed out"),
    "refused_sign_in": ("登录被拒", "Sign-in refused"),
    "refused": ("无权操作", "Not allowed"),
    "revoked": ("收回", "Taken away"),
    "token": ("新令牌", "New token"),
    "download": ("下载", "Download"),
    "left_out": ("同一地址被拒过多，未逐条记录", "Refusals of one address that were too many to list"),
}
