"""HS256 tokens: `Authorization: Bearer` on the API, `?token=` on WebSockets."""

from urllib.parse import parse_qs

import jwt
from channels.db import database_sync_to_async
from django.conf import settings

from .models import Member


class InvalidToken(Exception):
    pass


def member_from_token(token):
    """Returns the member a token names, created or updated to match its claims."""
    try:
        claims = jwt.decode(
            token,
            settings.JWT_SECRET,
            algorithms=["HS256"],
            options={"require": ["sub", "role", "name", "exp"]},
        )
        user_id = int(claims["sub"])
    except (jwt.InvalidTokenError, ValueError) as error:
        raise InvalidToken(str(error)) from error
    member, _ = Member.objects.update_or_create(
        id=user_id, defaults={"role": claims["role"], "name": claims["name"]}
    )
    return member


class TokenAuthMiddleware:
    """Puts the token's member into the scope, or None; refusing is the consumer's decision."""

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        query = parse_qs(scope["query_string"].decode())
        token = query.get("token", [""])[0]
        try:
            member = await database_sync_to_async(member_from_token)(token)
        except InvalidToken:
            member = None
        return await self.application(dict(scope, member=member), receive, send)
